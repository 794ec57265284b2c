namespace Rokt.EventApi.Outbox;

/// <summary>The settings of an outbox.</summary>
public sealed class OutboxOptions
{
    /// <summary>The file of the embedded store, created on first use with access for its owner only. Default: <c>rokt-outbox.db</c> in the working directory.</summary>
    public string Path { get; set; } = "rokt-outbox.db";

    /// <summary>The largest size of that file, in bytes; above it, enqueuing throws. Default: 1 GiB; at least 1 MiB.</summary>
    public long MaxBytes { get; set; } = 1024 * 1024 * 1024;

    /// <summary>How many deliveries are under way at once at most. Default: 16; 1 to 256.</summary>
    public int MaxConcurrency { get; set; } = 16;

    /// <summary>How old an undelivered conversion may become before it is dead. Default: 72 hours; at most 30 days: the API takes nothing older.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(72);

    /// <summary>How often a conversion may fail, while others succeed, before it is dead. Default: 20; at least 1.</summary>
    public int MaxFailures { get; set; } = 20;

    /// <summary>How long dead conversions are kept, with their personal data. Default and most: 30 days.</summary>
    public TimeSpan DeadRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The longest time between two tries while the API is unavailable. Default: 1 minute; at least 1 second.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Sends the time of enqueuing as the event's time (<c>timestamp_unixtime_ms</c>), unless the event has one. Default: false; then a late delivery counts as of its arrival.</summary>
    public bool SendEventTime { get; set; }

    /// <summary>Encrypts the stored conversions with ASP.NET Core Data Protection, which the application has to register. Default: false.</summary>
    public bool ProtectPayloads { get; set; }
}
