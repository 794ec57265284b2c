namespace Rokt.EventApi.Cli.Rows;

/// <summary>A file cannot be read as rows; the message names it and says why and what to do, without a value of the file.</summary>
internal sealed class UnreadableFileException(string message, Exception? inner = null) : FormatException(message, inner);
