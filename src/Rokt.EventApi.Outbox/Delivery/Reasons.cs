using System.Globalization;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Why a conversion waits or was moved to dead letter: class and status, never a text of the server's.</summary>
internal static class Reasons
{
    public const string TooOld = "too old";
    public const string Unreadable = "unreadable";
    public const string NotEncrypted = "not encrypted";

    public static string Rejected(SendResult result) => WithStatus("rejected", result);

    public static string Refused(SendResult result) => WithStatus("refused", result);

    public static string Unavailable(SendResult result) => WithStatus("unavailable", result);

    private static string WithStatus(string outcome, SendResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{outcome} {(int?)result.StatusCode}").TrimEnd();
}
