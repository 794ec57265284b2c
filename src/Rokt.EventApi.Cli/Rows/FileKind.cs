namespace Rokt.EventApi.Cli.Rows;

/// <summary>The formats that can be read.</summary>
internal enum FileKind
{
    /// <summary>CSV, TSV and their relatives.</summary>
    Delimited,

    /// <summary>One JSON object per line.</summary>
    JsonLines,

    /// <summary>An Excel workbook.</summary>
    Spreadsheet,
}
