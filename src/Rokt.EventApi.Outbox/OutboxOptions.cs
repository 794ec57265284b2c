using System.ComponentModel;
using System.Data.Common;
using Rokt.EventApi.Outbox.Relational;

namespace Rokt.EventApi.Outbox;

/// <summary>Holds the settings of an outbox. They are read once: changing this object later has no effect.</summary>
public sealed class OutboxOptions
{
    // Eleven, each of which is read and set alone: groups of two would hide their defaults.

    /// <summary>
    /// Gets or sets whether this instance delivers. Default: true. False for instances that only store, while others deliver;
    /// and for functions and jobs, which deliver with <see cref="IOutboxManagement.DrainAsync"/>.
    /// </summary>
    public bool Deliver { get; set; } = true;

    /// <summary>Gets or sets the maximum number of deliveries in flight at once. It uses as many as the rate limit and the time that responses take need, at least 6 with the API's own limit and 16 without one; after a crash, as many may be repeated. Default: 256; 1 to 256.</summary>
    public int MaxConcurrency { get; set; } = 256;

    /// <summary>
    /// Gets or sets the maximum age of an undelivered conversion before it is moved to dead letter, since it was enqueued or
    /// since its own event time, whichever is earlier. Default: 72 hours; at most 30 days: the API takes nothing older.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(72);

    /// <summary>Gets or sets how often a conversion can fail, while others succeed, before it is moved to dead letter. Default: 20; at least 1.</summary>
    public int MaxFailures { get; set; } = 20;

    /// <summary>Gets or sets how long conversions in dead letter are kept, with their personal data. Default and most: 30 days.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets the maximum time between two attempts while the API is unavailable. Default: 45 seconds, so that within a minute of its return all is delivered that the rate allows; 1 second to 1 hour.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Gets or sets whether the time of enqueuing is sent as the event's time (<c>timestamp_unixtime_ms</c>), unless the event has one: what is delivered after an outage belongs to the day of the order. Default: true; with false, it counts as of its arrival.</summary>
    public bool SendEventTime { get; set; } = true;

    /// <summary>
    /// Gets or sets whether the stored conversions are encrypted with ASP.NET Core Data Protection, which the application has to
    /// register; each is bound to its account and its row. What is not encrypted is then moved to dead letter instead of sent.
    /// Default: false.
    /// </summary>
    public bool ProtectPayloads { get; set; }

    /// <summary>
    /// Gets or sets whether what is not encrypted is sent although <see cref="ProtectPayloads"/> is on: for the time after it was turned on, until
    /// no earlier conversion is pending. Default: false.
    /// </summary>
    public bool AllowUnencryptedPayloads { get; set; }

    /// <summary>
    /// Gets or sets the key by which the customers of stored conversions are hashed (HMAC-SHA-256), so that
    /// <see cref="IOutboxManagement.EraseCustomerAsync"/> finds them, also where payloads are encrypted. Keep it like a password, the
    /// same in every instance, for as long as conversions are kept. Default: null, and no hash is stored; at least 16 bytes.
    /// </summary>
    public byte[]? CustomerKey { get; set; }

    /// <summary>
    /// Gets or sets how long the ledger keeps that a conversion was delivered: its confirmation reference, its times and its failures,
    /// and no identity of the customer. Default: null, and nothing is recorded (what was recorded before stays); at most 3,650 days.
    /// </summary>
    public TimeSpan? LedgerRetention { get; set; }

    internal static TimeSpan LongestLedgerRetention => TimeSpan.FromDays(3650);

    internal Func<IServiceProvider, OutboxDatabase>? Store { get; private set; }

    internal Func<IServiceProvider, IEnumerable<OutboxDatabase>>? Databases { get; private set; }

    internal Func<IServiceProvider, (OutboxTable Rows, OutboxTable Leases, OutboxTable Ledger)>? Tables { get; private set; }

    /// <summary>
    /// Keeps the conversions in a database of the application's: PostgreSQL, SQL Server, MySQL, MariaDB or SQLite. Any number
    /// of processes can share it: one of them delivers, and another takes over when it ends.
    /// </summary>
    /// <param name="dataSource">Returns the data source of the database. It stays the application's: the outbox does not dispose it.</param>
    /// <param name="createTables">Whether the outbox creates its tables when the host starts, where they are missing. Default: false; then run the script in docs/delivery.md.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dataSource"/> is null.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApiOutbox(options => options.UseDatabase(provider => provider.GetRequiredService&lt;NpgsqlDataSource&gt;()));
    /// </code>
    /// </example>
    public void UseDatabase(Func<IServiceProvider, DbDataSource> dataSource, bool createTables = false)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        UseStore(provider => new DataSourceDatabase(dataSource(provider), createTables));
    }

    /// <summary>
    /// Keeps the conversions in several databases, such as one per tenant, each of which is delivered. Conversions are stored
    /// with the order, with <c>AddConversion</c> or <see cref="IOutbox.EnqueueAsync(ConversionEvent, DbTransaction, CancellationToken)"/>,
    /// in the database that the context or the transaction is connected to.
    /// </summary>
    /// <param name="dataSources">
    /// Lists the data sources of the databases: for each database the same one every time, for they hold connections. It is
    /// called when the host starts, every 30 seconds, and when a conversion is stored in a database that is not known yet.
    /// </param>
    /// <param name="createTables">Whether the outbox creates its tables where they are missing. Default: false.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dataSources"/> is null.</exception>
    /// <example>
    /// <code>
    /// services.AddRoktEventApiOutbox&lt;ShopDbContext&gt;(options =&gt;
    ///     options.UseDatabases(provider =&gt; provider.GetRequiredService&lt;Tenants&gt;().DataSources));
    /// </code>
    /// </example>
    public void UseDatabases(Func<IServiceProvider, IEnumerable<DbDataSource>> dataSources, bool createTables = false)
    {
        ArgumentNullException.ThrowIfNull(dataSources);
        Databases = provider =>
        {
            (OutboxTable Rows, OutboxTable Leases, OutboxTable Ledger)? tables = Tables?.Invoke(provider);
            return dataSources(provider).Select(source => new DataSourceDatabase(source, createTables, tables?.Rows, tables?.Leases, tables?.Ledger));
        };
        Store = null;
    }

    /// <summary>Keeps the conversions in a database that a store package knows.</summary>
    /// <param name="database">Returns the database; the outbox disposes it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void UseStore(Func<IServiceProvider, OutboxDatabase> database) => (Store, Databases) = (database, null);

    /// <summary>Sets what the tables are called in the databases that <see cref="UseDatabases"/> lists.</summary>
    /// <param name="tables">Returns the tables of the rows, of the leases and of the ledger.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void UseTables(Func<IServiceProvider, (OutboxTable Rows, OutboxTable Leases, OutboxTable Ledger)> tables) => Tables = tables;

    internal OutboxOptions Copy()
    {
        var copy = (OutboxOptions)MemberwiseClone();
        copy.CustomerKey = (byte[]?)CustomerKey?.Clone();
        return copy;
    }
}
