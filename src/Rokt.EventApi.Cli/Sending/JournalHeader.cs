namespace Rokt.EventApi.Cli.Sending;

/// <summary>The first line of a journal: what was sent, where to, and how it was read.</summary>
/// <param name="File">The SHA-256 of the file.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Account">A digest of key and address.</param>
/// <param name="GroupedBy">The columns by which rows are grouped; empty for one conversion per row.</param>
internal sealed record JournalHeader(string File, long Rows, string Environment, string Account, string GroupedBy)
{
    public int Version { get; init; } = 1;
}
