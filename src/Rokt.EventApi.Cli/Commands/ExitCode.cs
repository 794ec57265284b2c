namespace Rokt.EventApi.Cli.Commands;

/// <summary>The exit codes, as documented.</summary>
internal static class ExitCode
{
    /// <summary>All conversions were accepted; in a dry run: all are valid.</summary>
    public const int Success = 0;

    /// <summary>Some were rejected, or would be.</summary>
    public const int SomeRejected = 1;

    /// <summary>
    /// The command line, the settings or the file are wrong, or the account is refused: nothing was sent, or sending ended before the next
    /// row, and the journal knows how far it came.
    /// </summary>
    public const int Usage = 2;

    /// <summary>The API or the disk of the journal was unavailable; the same command continues.</summary>
    public const int Unavailable = 3;

    /// <summary>Interrupted; the same command continues.</summary>
    public const int Interrupted = 4;
}
