using Microsoft.Data.Sqlite;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Sqlite;

/// <summary>The embedded store.</summary>
internal sealed class SqliteOutboxStore : IOutboxStore, IDisposable
{
    private readonly string _account;
    private readonly SqliteFile _file;
    private readonly SqliteSession _reading;
    private readonly SqliteSession _counting;
    private readonly SqliteWriter _writer;

    public SqliteOutboxStore(string account, OutboxOptions options)
    {
        _account = account;
        string path = Path.GetFullPath(options.Path);
        _file = new SqliteFile(path, options.MaxBytes);
        _reading = new SqliteSession(_file, path);
        _counting = new SqliteSession(_file, path);
        _writer = new SqliteWriter(new SqliteSession(_file, path), new SqliteReserve($"{path}.reserve"));
    }

    // One process a file.
    public ILeaseStore? Lease => null;

    public bool Shares(object context) => false;

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => _writer.DoAsync(
        connection => Execute(
            connection,
            "INSERT INTO outbox (id, account, payload, version, created, due) VALUES ($id, $account, $payload, $version, $created, $created)",
            [("$id", row.Id), ("$account", _account), ("$payload", row.Payload), ("$version", row.Version), ("$created", row.Created)]),
        needsReserve: true,
        cancellationToken);

    public Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withUntried, int limit, CancellationToken cancellationToken) => Read(
        _reading,
        $"""
        SELECT id, payload, version, created, due, failures FROM outbox
        WHERE state = 0 AND account = $account AND (due, id) > ($due, $id) AND {(withUntried ? "(due <= $now OR reason IS NULL)" : "due <= $now")}
        ORDER BY due, id LIMIT $limit
        """,
        [("$account", _account), ("$due", after.Due), ("$id", after.Id), ("$now", now), ("$limit", limit)],
        row => new OutboxRow(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5)));

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => _writer.DoAsync(
        connection => ids.Sum(id => Execute(connection, "DELETE FROM outbox WHERE id = $id", [("$id", id)])),
        needsReserve: false,
        cancellationToken);

    public Task PostponeAsync(Guid id, long due, int failures, string reason, CancellationToken cancellationToken) => WriteAsync(
        "UPDATE outbox SET due = $due, failures = $failures, reason = $reason WHERE id = $id AND state = 0",
        [("$id", id), ("$due", due), ("$failures", failures), ("$reason", reason)],
        cancellationToken);

    public Task BuryAsync(Guid id, long now, int failures, string reason, CancellationToken cancellationToken) => WriteAsync(
        "UPDATE outbox SET state = 1, due = $now, failures = $failures, reason = $reason WHERE id = $id AND state = 0",
        [("$id", id), ("$now", now), ("$failures", failures), ("$reason", reason)],
        cancellationToken);

    public Task<int> PurgeAsync(long diedBefore, int limit, CancellationToken cancellationToken) => WriteAsync(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 1 AND account = $account AND due < $before ORDER BY due LIMIT $limit)",
        [("$account", _account), ("$before", diedBefore), ("$limit", limit)],
        cancellationToken);

    // A long backlog takes a while to count, and reading it goes on meanwhile.
    public async Task<Depth> CountAsync(CancellationToken cancellationToken) => (await Read(
        _counting,
        """
        SELECT count(*), min(created), (SELECT count(*) FROM outbox WHERE state = 1 AND account = $account)
        FROM outbox WHERE state = 0 AND account = $account
        """,
        [("$account", _account)],
        row => new Depth(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2))).ConfigureAwait(false))[0];

    public Task<IReadOnlyList<DeadConversion>> ReadDeadAsync(int limit, CancellationToken cancellationToken) => Read(
        _counting,
        "SELECT id, created, due, failures, reason FROM outbox WHERE state = 1 AND account = $account ORDER BY due DESC, id DESC LIMIT $limit",
        [("$account", _account), ("$limit", limit)],
        row => new DeadConversion
        {
            Id = row.GetGuid(0),
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
            DiedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Failures = row.GetInt32(3),
            Reason = row.IsDBNull(4) ? "" : row.GetString(4),
        });

    public async Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => await WriteAsync(
        "UPDATE outbox SET state = 0, created = $now, due = $now, failures = 0, reason = NULL WHERE id = $id AND account = $account AND state = 1",
        [("$id", id), ("$account", _account), ("$now", now)],
        cancellationToken).ConfigureAwait(false) == 1;

    public async Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken) => await WriteAsync(
        "DELETE FROM outbox WHERE id = $id AND account = $account AND state = 1",
        [("$id", id), ("$account", _account)],
        cancellationToken).ConfigureAwait(false) == 1;

    public void Dispose()
    {
        _writer.Dispose();
        _reading.Dispose();
        _counting.Dispose();
        _file.Dispose();
    }

    private Task<int> WriteAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellationToken) =>
        _writer.DoAsync(connection => Execute(connection, sql, parameters), needsReserve: false, cancellationToken);

    private static int Execute(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    private static Task<IReadOnlyList<T>> Read<T>(
        SqliteSession session, string sql, (string Name, object Value)[] parameters, Func<SqliteDataReader, T> convert) =>
        Task.Run(() => session.Use<IReadOnlyList<T>>(connection =>
        {
            using SqliteCommand command = Command(connection, sql, parameters);
            using SqliteDataReader reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(convert(reader));
            }

            return rows;
        }));

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
