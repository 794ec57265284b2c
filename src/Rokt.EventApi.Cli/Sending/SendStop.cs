namespace Rokt.EventApi.Cli.Sending;

/// <summary>Why sending ended before the end of the file.</summary>
internal enum SendStop
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>The API could not be reached, or asked to wait for long.</summary>
    Unavailable,

    /// <summary>The API refused not a conversion but the account or the address.</summary>
    Refused,

    /// <summary>The user or the system asked for it.</summary>
    Interrupted,

    /// <summary>The journal or the rejects could not be written.</summary>
    DiskFailed,

    /// <summary>The file was changed.</summary>
    FileChanged,

    /// <summary>The file could be read before, and now it cannot.</summary>
    Unreadable,
}
