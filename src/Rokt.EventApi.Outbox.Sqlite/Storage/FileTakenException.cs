namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>Another process has the file at present.</summary>
internal sealed class FileTakenException(string path, Exception innerException)
    : IOException($"\"{path}\" is locked.", innerException);
