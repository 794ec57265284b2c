namespace Rokt.EventApi.Diagnostics;

/// <summary>A status in the words of telemetry.</summary>
internal static class OutcomeName
{
    public static string Get(SendStatus status) => status switch
    {
        SendStatus.Accepted => "accepted",
        SendStatus.Rejected => "rejected",
        _ => "unavailable",
    };
}
