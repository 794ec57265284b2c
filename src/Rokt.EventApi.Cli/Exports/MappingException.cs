namespace Rokt.EventApi.Cli.Exports;

/// <summary>A mapping does not fit the file; the message says how to fix it.</summary>
internal sealed class MappingException(string message) : ArgumentException(message);
