using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>The file as a database of the outbox's own: one writer, and connections to read beside it.</summary>
internal sealed class FileDatabase : OutboxDatabase, IDisposable
{
    private readonly string _path;
    private readonly SqliteFile _file;
    private readonly SqliteSession _reading;
    private readonly SqliteSession _counting;
    private readonly SqliteWriter _writer;

    public FileDatabase(OutboxFileOptions options, TimeProvider clock)
    {
        string path = Path.GetFullPath(options.Path);
        Name = $"\"{path}\"";
        _path = path;
        _file = new SqliteFile(path, options, GetCreateStatements(), clock);
        _reading = _file.NewSession();
        _counting = _file.NewSession();
        _writer = new SqliteWriter(_file.NewSession(), new SqliteReserve(path));
    }

    public override Type ConnectionType => typeof(SqliteConnection);

    public override string Name { get; }

    // One process per file.
    public override bool IsShared => false;

    // Its transactions are its writer's.
    public override bool Serves(DbConnection connection) => false;

    public override Task<T> UseAsync<T>(
        OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        return access switch
        {
            OutboxAccess.Read => Task.Run(() => _reading.Use(Do), cancellationToken),
            OutboxAccess.Count => Task.Run(() => _counting.Use(Do), cancellationToken),
            _ => _writer.DoAsync(Do, needsReserve: access == OutboxAccess.Add, cancellationToken),
        };

        // SQLite is in this process: nothing that its provider does is ever pending.
        T Do(SqliteConnection connection) => work(new OutboxSession(connection, null), CancellationToken.None) is { IsCompleted: true } done
            ? done.GetAwaiter().GetResult()
            : throw new InvalidOperationException("The work waits for something else than SQLite.");
    }

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        bool isNew = !File.Exists(_path);
        if (await Task.Run(_file.TryPrepare, cancellationToken).ConfigureAwait(false) && isNew)
        {
            // A new file needs its reserve; one that has rows delivers them on a full disk as well, and so makes room.
            await _writer.DoAsync(_ => true, needsReserve: true, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reading.Dispose();
        _counting.Dispose();
        _file.Dispose();
    }
}
