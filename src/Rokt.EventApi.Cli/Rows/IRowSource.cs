namespace Rokt.EventApi.Cli.Rows;

/// <summary>Reads a file row by row.</summary>
internal interface IRowSource : IDisposable
{
    /// <summary>Gets the names of the columns.</summary>
    IReadOnlyList<string> Header { get; }

    /// <summary>Adds the next row that holds text to a block.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="UnreadableFileException">The file is damaged, or not what its first bytes say.</exception>
    bool Read(RowBlock block);
}
