using System.Text;

namespace Rokt.EventApi.Cli.Rows;

/// <summary>Turns whatever goes wrong in reading a file into one sentence: the file, the row before it, and what to do; never a value.</summary>
internal static class FileFault
{
    /// <summary>Returns whether an exception is about the file, and no fault of the tool.</summary>
    public static bool Is(Exception exception, FileFormat? format) =>
        exception is UnreadableFileException or IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException

        // A damaged workbook makes its library throw whatever comes.
        || (format?.Kind == FileKind.Spreadsheet && exception is not OutOfMemoryException);

    /// <param name="exception">What went wrong.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="format">How it is written; null when that is not known yet.</param>
    /// <param name="row">The last row that was read; 0 for none.</param>
    public static UnreadableFileException Describe(Exception exception, string name, FileFormat? format, long row)
    {
        string after = row == 0 ? "" : $" after row {row}";
        string message = exception switch
        {
            UnreadableFileException => $"{name}: {exception.Message}",
            DecoderFallbackException => $"{name} is damaged or cut off{after}: what comes there is not in its encoding. Export it again, best as UTF-8.",
            UnauthorizedAccessException => $"{name} cannot be read{after}: this user is not permitted to.",
            IOException and not EndOfStreamException => $"{name} cannot be read{after}: {exception.Message}",
            InvalidDataException when format is not { IsCompressed: false } => $"{name} is damaged or cut off{after}, or something follows the gzip data: copy or compress it again.",
            _ when format?.Kind == FileKind.Spreadsheet => $"{name} is damaged{after}, or protected by a password: save it again, or export CSV.",
            _ => $"{name} cannot be read{after}: a row is longer than 16 million characters, as happens when a quotation mark is never closed, or the file is damaged.",
        };
        return new UnreadableFileException(message, exception);
    }
}
