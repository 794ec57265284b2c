namespace Rokt.EventApi.Sandbox;

/// <summary>The settings of an <see cref="EventApiSandbox"/>.</summary>
public sealed class EventApiSandboxOptions
{
    /// <summary>The key that requests authenticate with. Default: <c>sandbox-key</c>.</summary>
    public string ApiKey { get; set; } = "sandbox-key";

    /// <summary>The secret that requests authenticate with. Default: <c>sandbox-secret</c>.</summary>
    public string ApiSecret { get; set; } = "sandbox-secret";

    /// <summary>The port on loopback. Default: 0, any free one.</summary>
    public int Port { get; set; }

    /// <summary>How many requests a second are let through, by a token bucket that holds one second's, before the others get a 429. Default: null, no limit.</summary>
    public double? BatchesPerSecond { get; set; }

    /// <summary>The <c>Retry-After</c> of those 429s, in whole seconds. Default: 1 second; null leaves the header out.</summary>
    public TimeSpan? ThrottleRetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many requests are kept, as long as their bodies take 64 MiB at most; the oldest go first. Default: 10,000.</summary>
    public int MaxRequestsKept { get; set; } = 10_000;

    /// <summary>
    /// A file to which each request is appended as a line of JSON, with its body and so with personal data, but without
    /// credentials. Default: null, nothing is written to disk.
    /// </summary>
    public string? RecordFile { get; set; }

    /// <summary>The clock of throttle, delays and times of arrival. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        const int LastPort = 65535;
        string? error = this switch
        {
            { Port: < 0 or > LastPort } => $"Port is 0 to {LastPort}.",
            { MaxRequestsKept: < 1 } => "The number of requests to keep is 1 or more.",
            { BatchesPerSecond: not (null or > 0) } => "The number of batches per second is above 0; null lifts the limit.",
            _ when ApiKey.Contains(':', StringComparison.Ordinal) => "The key has no colon: basic authentication does not allow it.",
            _ => null,
        };
        if (error is not null)
        {
            throw new ArgumentException(error);
        }
    }
}
