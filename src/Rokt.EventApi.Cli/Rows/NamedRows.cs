namespace Rokt.EventApi.Cli.Rows;

/// <summary>The rows of a file, whose faults say which file it is and where.</summary>
internal sealed class NamedRows : IRowSource
{
    private readonly string _name;
    private readonly FileFormat _format;
    private readonly IRowSource _rows;
    private long _number;

    /// <param name="name">The file's name.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="open">Opens it and reads its header.</param>
    /// <exception cref="UnreadableFileException">The file cannot be opened, or its header cannot be read.</exception>
    public NamedRows(string name, FileFormat format, Func<IRowSource> open)
    {
        _name = name;
        _format = format;
        try
        {
            _rows = open();
        }
        catch (Exception exception) when (FileFault.Is(exception, format))
        {
            throw FileFault.Describe(exception, name, format, row: 0);
        }
    }

    public IReadOnlyList<string> Header => _rows.Header;

    public bool Read(RowBlock block)
    {
        try
        {
            if (!_rows.Read(block))
            {
                return false;
            }
        }
        catch (Exception exception) when (FileFault.Is(exception, _format))
        {
            throw FileFault.Describe(exception, _name, _format, _number);
        }

        _number++;
        return true;
    }

    public void Dispose() => _rows.Dispose();
}
