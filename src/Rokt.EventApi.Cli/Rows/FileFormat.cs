using System.Text;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>How a file is written, as its first bytes show.</summary>
internal sealed record FileFormat(FileKind Kind)
{
    public bool IsCompressed { get; init; }

    public Encoding Encoding { get; init; } = Encoding.UTF8;

    /// <summary>Gets the delimiter of <see cref="FileKind.Delimited"/>.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Gets whether quotation marks enclose cells; where they do not, they are characters like any other.</summary>
    public bool IsQuoted { get; init; } = true;

    /// <summary>Gets the lines before the header, such as <c>sep=;</c> or Google's parameters.</summary>
    public IReadOnlyList<string> Preamble { get; init; } = [];

    /// <summary>Describes the format for people, such as <c>CSV, semicolon, UTF-8, gzip</c>.</summary>
    public override string ToString()
    {
        string text = Kind switch
        {
            FileKind.Delimited => $"{(Delimiter == '\t' ? "TSV" : "CSV")}, {DelimiterName}{(IsQuoted ? "" : ", quotation marks are text")}, {Encoding.WebName}",
            FileKind.JsonLines => $"NDJSON, {Encoding.WebName}",
            _ => "Excel workbook, first sheet",
        };
        return IsCompressed ? $"{text}, gzip" : text;
    }

    private string DelimiterName => Delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        _ => "vertical bar",
    };
}
