using System.Data.Common;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>A database that the application has a data source of.</summary>
internal sealed class DataSourceDatabase : OutboxDatabase
{
    private readonly DbDataSource _source;

    public DataSourceDatabase(DbDataSource source, bool createsTables, OutboxTable? rows = null, OutboxTable? leases = null, OutboxTable? ledger = null)
    {
        _source = source;
        CreatesTables = createsTables;
        Rows = rows ?? base.Rows;
        Leases = leases ?? base.Leases;
        Ledger = ledger ?? base.Ledger;
        using DbConnection connection = source.CreateConnection();
        ConnectionType = connection.GetType();
        Name = Describe(connection);
    }

    public override Type ConnectionType { get; }

    public override string Name { get; }

    public override OutboxTable Rows { get; }

    public override OutboxTable Leases { get; }

    public override OutboxTable Ledger { get; }

    public override bool CreatesTables { get; }

    public override async Task<T> UseAsync<T>(
        OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        DbConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            return await work(new OutboxSession(connection, null), cancellationToken).ConfigureAwait(false);
        }
    }
}
