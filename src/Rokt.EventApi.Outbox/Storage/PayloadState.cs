namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Whether a stored conversion can be read.</summary>
internal enum PayloadState
{
    Readable,

    /// <summary>It never can be.</summary>
    Damaged,

    /// <summary>It is not encrypted, where everything has to be: somebody else may have written it.</summary>
    NotEncrypted,

    /// <summary>It may be later, or by another process: its key cannot be reached, or a newer version wrote it.</summary>
    Unavailable,
}
