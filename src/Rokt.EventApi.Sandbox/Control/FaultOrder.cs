using System.ComponentModel;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A fault to arm: one of statusCode, delaySeconds and drop, for the next few requests or a share of all.</summary>
internal sealed record FaultOrder(
    [property: Description("Answers with this status, 200 to 599.")] int? StatusCode = null,
    [property: Description("The Retry-After of that answer, in whole seconds; absent: none.")] int? RetryAfterSeconds = null,
    [property: Description("Waits so long, then answers as usual.")] double? DelaySeconds = null,
    [property: Description("Drops the connection: beforeBody, or afterBody, as when an answer is lost.")] string? Drop = null,
    [property: Description("For how many of the next requests. Default: 1.")] int? Times = null,
    [property: Description("In place of times: for how many percent of all requests, until the faults are cleared.")] double? Percent = null)
{
    private const int MaxTimes = 1_000_000;
    private const int MaxSeconds = 24 * 60 * 60;

    /// <summary>Makes the fault, or says what is wrong with the order.</summary>
    public (SandboxFault? Fault, string? Error) ToFault()
    {
        int kinds = (StatusCode is null ? 0 : 1) + (DelaySeconds is null ? 0 : 1) + (Drop is null ? 0 : 1);
        string? error = this switch
        {
            _ when kinds != 1 => "Give one of statusCode, delaySeconds and drop.",
            { StatusCode: < 200 or > 599 } => "statusCode is 200 to 599.",
            { RetryAfterSeconds: < 0 } => "retryAfterSeconds is 0 or more.",
            { RetryAfterSeconds: not null, StatusCode: null } => "retryAfterSeconds goes with statusCode.",
            { DelaySeconds: not (null or (> 0 and <= MaxSeconds)) } => $"delaySeconds is above 0 and at most {MaxSeconds}.",
            { Drop: not (null or "beforeBody" or "afterBody") } => "drop is beforeBody or afterBody.",
            { Times: not null, Percent: not null } => "Give times or percent, not both.",
            { Times: not (null or (>= 1 and <= MaxTimes)) } => $"times is 1 to {MaxTimes}.",
            { Percent: not (null or (> 0 and <= 100)) } => "percent is above 0 and at most 100.",
            _ => null,
        };
        if (error is not null)
        {
            return (null, error);
        }

        int times = Times ?? 1;
        SandboxFault fault = this switch
        {
            { StatusCode: { } statusCode } =>
                SandboxFault.Status(statusCode, times, RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            { DelaySeconds: { } seconds } => SandboxFault.Delay(TimeSpan.FromSeconds(seconds), times),
            _ => SandboxFault.DropConnection(afterReadingBody: Drop == "afterBody", times),
        };
        return (Percent is { } percent ? fault.ForShare(percent / 100) : fault, null);
    }
}
