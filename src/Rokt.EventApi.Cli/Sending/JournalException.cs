namespace Rokt.EventApi.Cli.Sending;

/// <summary>A journal is another file's, or cannot be written; the message says what to do.</summary>
internal sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner);
