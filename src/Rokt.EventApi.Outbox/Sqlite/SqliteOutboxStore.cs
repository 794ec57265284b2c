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
        Lease = new SqliteLeaseStore(account, _counting, _writer);
    }

    public ILeaseStore Lease { get; }

    // One process a file.
    public bool IsShared => false;

    public bool Shares(object context) => false;

    public Task<long?> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult<long?>(null);

    public Task AddAsync(NewRow row, CancellationToken cancellationToken) => _writer.DoAsync(
        connection => Execute(
            connection,
            "INSERT INTO outbox (id, account, payload, version, created, due, updated) VALUES ($id, $account, $payload, $version, $created, $created, $created)",
            [("$id", row.Id), ("$account", _account), ("$payload", row.Payload), ("$version", row.Version), ("$created", row.Created)]),
        needsReserve: true,
        cancellationToken);

    public Task<IReadOnlyList<OutboxRow>> ReadAsync(Position after, long now, bool withAhead, int limit, CancellationToken cancellationToken) => Read(
        _reading,
        $"""
        SELECT id, payload, version, created, due, failures FROM outbox
        WHERE state = 0 AND account = $account AND (due, id) > ($due, $id) AND {(withAhead ? "(due <= $now OR updated > $now)" : "due <= $now")}
        ORDER BY due, id LIMIT $limit
        """,
        [("$account", _account), ("$due", after.Due), ("$id", after.Id), ("$now", now), ("$limit", limit)],
        row => new OutboxRow(row.GetGuid(0), row.GetFieldValue<byte[]>(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt32(5)));

    public Task DeleteAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => _writer.DoAsync(
        connection => ids.Sum(id => Execute(connection, "DELETE FROM outbox WHERE id = $id", [("$id", id)])),
        needsReserve: false,
        cancellationToken);

    public Task PostponeAsync(Guid id, long now, long due, int failures, string reason, CancellationToken cancellationToken) => WriteAsync(
        "UPDATE outbox SET due = $due, updated = $now, failures = $failures, reason = $reason WHERE id = $id AND state = 0",
        [("$id", id), ("$now", now), ("$due", due), ("$failures", failures), ("$reason", reason)],
        cancellationToken);

    public Task MoveToDeadLetterAsync(Guid id, long now, int failures, string reason, CancellationToken cancellationToken) => WriteAsync(
        "UPDATE outbox SET state = 1, due = $now, updated = $now, failures = $failures, reason = $reason WHERE id = $id AND state = 0",
        [("$id", id), ("$now", now), ("$failures", failures), ("$reason", reason)],
        cancellationToken);

    public Task<IReadOnlyList<StoredAccount>> ReadAccountsAsync(CancellationToken cancellationToken) => Read(
        _counting,
        "SELECT account, (SELECT beat FROM outbox_lease l WHERE l.account = a.account) FROM (SELECT account FROM outbox UNION SELECT account FROM outbox_lease) a",
        [],
        row => new StoredAccount(row.GetString(0), row.IsDBNull(1) ? null : row.GetInt64(1)));

    // A long backlog takes a while to count, and reading it goes on meanwhile.
    public async Task<Depth> CountAsync(string account, CancellationToken cancellationToken) => (await Read(
        _counting,
        """
        SELECT count(*), min(created), (SELECT count(*) FROM outbox WHERE state = 1 AND account = $account)
        FROM outbox WHERE state = 0 AND account = $account
        """,
        [("$account", account)],
        row => new Depth(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.GetInt64(2))).ConfigureAwait(false))[0];

    public Task<int> ExpireAsync(string account, long createdBefore, long now, string reason, int limit, CancellationToken cancellationToken) => WriteAsync(
        """
        UPDATE outbox SET state = 1, due = $now, updated = $now, reason = $reason
        WHERE id IN (SELECT id FROM outbox WHERE state = 0 AND account = $account AND created < $before LIMIT $limit)
        """,
        [("$account", account), ("$before", createdBefore), ("$now", now), ("$reason", reason), ("$limit", limit)],
        cancellationToken);

    public Task<int> PurgeAsync(string account, long deadLetteredBefore, int limit, CancellationToken cancellationToken) => WriteAsync(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 1 AND account = $account AND due < $before ORDER BY due LIMIT $limit)",
        [("$account", account), ("$before", deadLetteredBefore), ("$limit", limit)],
        cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> ReadDeadLettersAsync(int limit, CancellationToken cancellationToken) => Read(
        _counting,
        "SELECT id, created, due, failures, reason FROM outbox WHERE state = 1 AND account = $account ORDER BY due DESC, id DESC LIMIT $limit",
        [("$account", _account), ("$limit", limit)],
        row => new DeadLetter
        {
            Id = row.GetGuid(0),
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
            DeadLetteredAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Failures = row.GetInt32(3),
            Reason = row.IsDBNull(4) ? "" : row.GetString(4),
        });

    public async Task<bool> RequeueAsync(Guid id, long now, CancellationToken cancellationToken) => await WriteAsync(
        "UPDATE outbox SET state = 0, created = $now, due = $now, updated = $now, failures = 0, reason = NULL WHERE id = $id AND account = $account AND state = 1",
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

    internal static int Execute(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    internal static Task<IReadOnlyList<T>> Read<T>(
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
