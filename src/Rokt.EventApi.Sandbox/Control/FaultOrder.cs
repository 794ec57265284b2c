namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A fault to arm: one of statusCode, delaySeconds and drop, for the next few requests or a share of all.</summary>
/// <param name="StatusCode">Responds with this status, 200 to 599.</param>
/// <param name="RetryAfterSeconds">The Retry-After of that response, in whole seconds; absent: none.</param>
/// <param name="DelaySeconds">Waits so long, then responds as usual.</param>
/// <param name="Drop">Drops the connection: beforeBody, or afterBody, as when a response is lost.</param>
/// <param name="Times">For how many of the next requests. Default: 1.</param>
/// <param name="Percent">In place of times: for how many percent of all requests, until the faults are cleared.</param>
internal sealed record FaultOrder(
    int? StatusCode = null,
    int? RetryAfterSeconds = null,
    double? DelaySeconds = null,
    string? Drop = null,
    int? Times = null,
    double? Percent = null)
{
    private const int MaxTimes = 1_000_000;

    /// <summary>Creates the fault, or says what is wrong with the order.</summary>
    public (SandboxFault? Fault, string? Error) ToFault()
    {
        int kinds = (StatusCode is null ? 0 : 1) + (DelaySeconds is null ? 0 : 1) + (Drop is null ? 0 : 1);
        string? error = this switch
        {
            _ when kinds != 1 => "Give one of statusCode, delaySeconds and drop.",
            { StatusCode: < 200 or > 599 } => "statusCode must be 200 to 599.",
            { RetryAfterSeconds: < 0 } => "retryAfterSeconds must be 0 or more.",
            { RetryAfterSeconds: not null, StatusCode: null } => "retryAfterSeconds goes with statusCode.",
            { DelaySeconds: not (null or (> 0 and <= SandboxFault.MaxDelaySeconds)) } => $"delaySeconds must be above 0 and at most {SandboxFault.MaxDelaySeconds}.",
            { Drop: not (null or "beforeBody" or "afterBody") } => "drop must be beforeBody or afterBody.",
            { Times: not null, Percent: not null } => "Give times or percent, not both.",
            { Times: not (null or (>= 1 and <= MaxTimes)) } => $"times must be 1 to {MaxTimes}.",
            { Percent: not (null or (> 0 and <= 100)) } => "percent must be above 0 and at most 100.",
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
            { DelaySeconds: { } seconds } => SandboxFault.Delay(TimeSpan.FromTicks(Math.Max(1, TimeSpan.FromSeconds(seconds).Ticks)), times),
            _ => SandboxFault.DropConnection(afterReadingBody: Drop == "afterBody", times),
        };
        return (Percent is { } percent ? fault.ForShare(percent / 100) : fault, null);
    }
}
