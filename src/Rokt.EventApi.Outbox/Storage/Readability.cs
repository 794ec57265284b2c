namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Whether a stored conversion can be read.</summary>
internal enum Readability
{
    Readable,

    /// <summary>It never will be.</summary>
    Damaged,

    /// <summary>It may be later, or by another process: its key cannot be had, or a newer version wrote it.</summary>
    NotNow,
}
