using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Reads what identifies a customer, and determines whether somebody can be recognized by it.</summary>
internal static class Identity
{
    /// <summary>The members of device_info that are GUIDs.</summary>
    public static readonly IReadOnlyList<string> DeviceGuids =
        [.. Fields.All.Where(field => field is { Level: Level.Device, Grade: SandboxGrade.Refused }).Select(field => field.Name)];

    /// <summary>Whether a text is there and stands for somebody.</summary>
    public static bool IsUsable(JsonElement? parent, string name) =>
        Json.FilledText(parent, name) is { } text && !Placeholders.Contains(text);

    public static bool IsUsableEmail(string text) => IsAddress(text) && !Placeholders.Contains(text);

    public static bool IsAddress(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1 && text.LastIndexOf('@') == at;
    }

    public static bool IsUsableDigest(string text) => ValueChecks.IsDigest(text) && !Placeholders.Contains(text);

    public static bool IsUsableIpAddress(string text) => ValueChecks.Address(text) is { } address && AddressKind.Internal(address) is null;

    public static bool IsUsableGuid(string text) => Guid.TryParse(text, out Guid guid) && guid != Guid.Empty;
}
