namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>Holds the settings of an outbox's file.</summary>
public sealed class OutboxFileOptions
{
    /// <summary>Gets or sets the file, which is created on first use with access for its owner only. Its folder has to exist. Default: <c>rokt-outbox.db</c> in the working directory.</summary>
    public string Path { get; set; } = "rokt-outbox.db";

    /// <summary>Gets or sets the largest size of the file, in bytes; above it, enqueuing throws. Default: 1 GiB; at least 1 MiB.</summary>
    public long MaxBytes { get; set; } = 1024 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how long enqueuing waits while another process holds the file: one that is about to stop while this one
    /// starts, or a backup. Default: 1 minute; zero to 10 minutes.
    /// </summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
