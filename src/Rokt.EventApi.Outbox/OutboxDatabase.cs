using System.ComponentModel;
using System.Data.Common;
using Rokt.EventApi.Outbox.Relational;

namespace Rokt.EventApi.Outbox;

/// <summary>
/// Represents a database in which an outbox keeps its rows: how to reach it, and what its tables are called. Store packages derive from
/// it; applications call <c>UseDatabase</c> and its like.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class OutboxDatabase
{
    /// <summary>Specifies the name that the documented script gives the table of the rows.</summary>
    public const string RowsTable = "rokt_outbox";

    /// <summary>Specifies the name that the documented script gives the table of the leases.</summary>
    public const string LeasesTable = "rokt_outbox_lease";

    /// <summary>Specifies the name that the documented script gives the table of the ledger.</summary>
    public const string LedgerTable = "rokt_outbox_ledger";

    /// <summary>Gets the type of the connections, from which the SQL dialect follows.</summary>
    public abstract Type ConnectionType { get; }

    /// <summary>Gets the name of the database in messages; it holds no credentials.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the table of the rows. Default: <c>rokt_outbox</c>.</summary>
    public virtual OutboxTable Rows { get; } = new(RowsTable);

    /// <summary>Gets the table of the leases. Default: <c>rokt_outbox_lease</c>.</summary>
    public virtual OutboxTable Leases { get; } = new(LeasesTable);

    /// <summary>Gets the table of the ledger, which is used where <see cref="OutboxOptions.LedgerRetention"/> is set. Default: <c>rokt_outbox_ledger</c>.</summary>
    public virtual OutboxTable Ledger { get; } = new(LedgerTable);

    /// <summary>Gets whether several processes can share it, so that a lease decides which of them delivers. Default: true.</summary>
    public virtual bool IsShared => true;

    /// <summary>Gets whether the outbox creates its tables when it starts. Default: false.</summary>
    public virtual bool CreatesTables => false;

    /// <summary>Gets why nothing can be delivered from it, as a sentence; null where it can. Default: null.</summary>
    public virtual string? NotDelivered => null;

    /// <summary>Gets what to do when the tables are missing, as the end of a sentence.</summary>
    public virtual string HowToCreateTables => "run the script that docs/delivery.md has for this database, or pass createTables: true to UseDatabase.";

    /// <summary>
    /// Determines whether rows that are stored through a connection of the application's own are in this database, as its
    /// connection string shows. Default: whether it leads to the same tables as <see cref="Name"/>.
    /// </summary>
    /// <param name="connection">The connection; it may be closed.</param>
    public virtual bool Serves(DbConnection connection) => string.Equals(Describe(connection), Name, Dialect.For(ConnectionType).NameComparison);

    /// <summary>Does some work on an open connection; what it changed is committed when the task completes.</summary>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="access">What the connection is for.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OutboxException">The database could not be used; nothing of the work is kept.</exception>
    public abstract Task<T> UseAsync<T>(
        OutboxAccess access, Func<OutboxSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Ensures, when the host starts, that the database can be used, without waiting for other processes.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OutboxException">It cannot be used, as it is.</exception>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stores a row where <see cref="NotDelivered"/> says why nothing is delivered.</summary>
    /// <param name="record">The row.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="NotSupportedException">Rows are delivered from this database: it is asked for connections instead.</exception>
    public virtual Task AddAsync(OutboxRecord record, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Rows are stored through UseAsync.");

    /// <summary>Returns the statements that create the tables where they are missing.</summary>
    /// <exception cref="InvalidOperationException">The provider of <see cref="ConnectionType"/> is not supported.</exception>
    public IReadOnlyList<string> GetCreateStatements() => new Statements(Dialect.For(ConnectionType), Rows, Leases, Ledger).CreateTables;

    /// <summary>
    /// Returns what a connection leads to, as its connection string shows, for <see cref="Name"/>: the database, its server and,
    /// unless <see cref="Rows"/> has a schema, the search path.
    /// </summary>
    /// <param name="connection">The connection; it may be closed.</param>
    /// <exception cref="InvalidOperationException">The provider of <see cref="ConnectionType"/> is not supported.</exception>
    protected string Describe(DbConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var dialect = Dialect.For(ConnectionType);
        return Rows.Schema is null && dialect.SearchPath(connection) is { } path
            ? $"{dialect.Locate(connection)}, search path \"{path}\""
            : dialect.Locate(connection);
    }
}
