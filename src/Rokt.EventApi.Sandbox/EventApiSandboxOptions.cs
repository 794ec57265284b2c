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

    /// <summary>How many requests in a second of the clock are let through before the others get a 429. Default: null, no limit.</summary>
    public int? BatchesPerSecond { get; set; }

    /// <summary>The <c>Retry-After</c> of those 429s, in whole seconds. Default: 1 second; null leaves the header out.</summary>
    public TimeSpan? ThrottleRetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many requests are kept; the oldest go first. Default: 10,000.</summary>
    public int MaxRequestsKept { get; set; } = 10_000;

    /// <summary>The clock of throttle, delays and times of arrival. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
