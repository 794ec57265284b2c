using System.Text.RegularExpressions;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>
/// Every statement of the store, in one database's SQL and with the names of its tables and columns. In the texts below, a name
/// in braces is a column of the rows, with <c>lease.</c> or <c>ledger.</c> before it one of the leases or of the ledger;
/// <c>{rows}</c>, <c>{leases}</c> and <c>{ledger}</c> are the tables, <c>{pending rows}</c> the first one where other transactions must not hold up the reading.
/// </summary>
internal sealed partial class Statements
{
    /// <summary>The state of a row that is to be delivered.</summary>
    public const int Pending = 0;

    /// <summary>The state of a row that was moved to dead letter.</summary>
    public const int DeadLettered = 1;

    /// <summary>The state of a row that waits for its time (<c>not_before</c>), which is when it is due.</summary>
    public const int Scheduled = 2;

    // A row that is to be withdrawn (3), and one to whose withdrawal the process that delivers has agreed (4).
    private const string ThatRow = " WHERE {id} = @id AND {account} = @account AND {state} = ";

    private const string WithReason = " AND (@reason IS NULL OR {reason} = @reason)";

    private readonly Dialect _dialect;
    private readonly OutboxTable _rows;
    private readonly OutboxTable _leases;
    private readonly OutboxTable _ledger;

    public Statements(Dialect dialect, OutboxTable rows, OutboxTable leases, OutboxTable ledger)
    {
        _dialect = dialect;
        _rows = rows;
        _leases = leases;
        _ledger = ledger;
        CreateTables = [.. dialect.CreateTables.Select(Write)];
        Probe =
        [
            Write("SELECT {id}, {account}, {payload}, {version}, {created}, {due}, {updated}, {failures}, {state}, {reason}, {error_codes}, {confirmation_ref}, {customer_hash}, {not_before} FROM {rows} WHERE 1 = 0"),
            Write("SELECT {lease.account}, {lease.owner}, {lease.beat}, {lease.state}, {lease.paused}, {lease.pending}, {lease.dead_lettered}, {lease.holder}, {lease.cause} FROM {leases} WHERE 1 = 0"),
        ];
        ProbeLedger = Write("SELECT {ledger.id}, {ledger.account}, {ledger.confirmation_ref}, {ledger.created}, {ledger.delivered}, {ledger.failures} FROM {ledger} WHERE 1 = 0");
        AddRow = Write("INSERT INTO {rows} ({id}, {account}, {payload}, {version}, {created}, {due}, {updated}, {failures}, {state}, {confirmation_ref}, {customer_hash}, {not_before}")
            + Others(rows, name => dialect.Quote(name))
            + ") VALUES (@id, @account, @payload, @version, @created, @due, @created, 0, @state, @confirmationRef, @customerHash, @notBefore" + Others(rows, OtherParameter) + ")";
        AddLease = Write("INSERT INTO {leases} ({lease.account}, {lease.beat}, {lease.state}, {lease.paused}, {lease.pending}, {lease.dead_lettered}")
            + Others(leases, name => dialect.Quote(name))
            + ") VALUES (@account, 0, 0, @paused, 0, 0" + Others(leases, OtherParameter) + ")";

        // The first condition on the position is there for the index: not every database turns the second into a range.
        const string Select = "SELECT {id}, {payload}, {version}, {created}, {due}, {failures}, {not_before} FROM {pending rows} WHERE {account} = @account AND {state} = 0";
        const string Behind = " AND {due} >= @afterDue AND ({due} > @afterDue OR {id} > @afterId) ORDER BY {due}, {id} ";
        ReadDue = Write($"{Select} AND {{due}} <= @now{Behind}{dialect.Limit}");
        ReadDueOrAhead = Write($"{Select} AND ({{due}} <= @now OR {{updated}} > @now OR {{due}} > @never){Behind}{dialect.Limit}");
        Postpone = Write("UPDATE {rows} SET {due} = @due, {updated} = @now, {failures} = @failures, {reason} = @reason WHERE {id} = @id AND {state} IN (0, 3)");
        MoveToDeadLetter = Write("UPDATE {rows} SET {state} = 1, {due} = @now, {updated} = @now, {failures} = @failures, {reason} = @reason, {error_codes} = @errorCodes WHERE {id} = @id AND {state} IN (0, 3)");
        const string DeadLetters = "SELECT {id}, {created}, {due}, {failures}, {reason}, {error_codes}, {confirmation_ref} FROM {pending rows} WHERE {account} = @account AND {state} = 1" + WithReason;
        const string LastFirst = " ORDER BY {due} DESC, {id} DESC ";
        ReadDeadLetters = Write($"{DeadLetters}{LastFirst}{dialect.Limit}");
        ReadDeadLettersBefore = Write($"{DeadLetters} AND {{due}} <= @beforeDue AND ({{due}} < @beforeDue OR {{id}} < @beforeId){LastFirst}{dialect.Limit}");
        const string MakePending = "UPDATE {rows} SET {state} = 0, {created} = @now, {due} = @now, {updated} = @now, {not_before} = @now, {failures} = 0, {reason} = NULL, {error_codes} = NULL";
        Requeue = Write(MakePending + " WHERE {id} = @id AND {account} = @account AND {state} = 1");
        RequeueAll = Write(MakePending + " WHERE {account} = @account AND {state} = 1" + WithReason);
        Discard = Write("DELETE FROM {rows} WHERE {id} = @id AND {account} = @account AND {state} = 1");
        DiscardAll = Write("DELETE FROM {rows} WHERE {account} = @account AND {state} = 1" + WithReason);
        MoveDamagedToDeadLetter = Write("UPDATE {rows} SET {state} = 1, {due} = @now, {updated} = @now, {reason} = @reason WHERE {account} = @account AND ({state} < 0 OR {state} > 9)");
        Renew = Write("UPDATE {rows} SET {id} = @id WHERE {id} = @raw");
        Count = Write($"SELECT count(*), min({{created}}) FROM (SELECT {{created}} FROM {{pending rows}} WHERE {{account}} = @account AND {{state}} = @state ORDER BY {{due}}, {{id}} {dialect.Limit}) AS counted");
        SaveCount = Write("UPDATE {leases} SET {lease.pending} = @pending, {lease.dead_lettered} = @deadLettered WHERE {lease.account} = @account");
        FindCreatedBefore = Write($"SELECT {{id}} FROM {{pending rows}} WHERE {{account}} = @account AND {{state}} = 0 AND {{created}} < @before ORDER BY {{due}}, {{id}} {dialect.Limit}");
        FindDeadLetteredBefore = Write($"SELECT {{id}} FROM {{pending rows}} WHERE {{account}} = @account AND {{state}} = 1 AND {{due}} < @before ORDER BY {{due}}, {{id}} {dialect.Limit}");
        Find = Write($"SELECT {{id}}, {{state}}, {{created}}, {{due}}, {{failures}}, {{reason}}, {{error_codes}}, {{confirmation_ref}}, {{not_before}} FROM {{rows}} WHERE {{account}} = @account AND {{confirmation_ref}} = @confirmationRef AND {{state}} <> 4 ORDER BY {{created}}, {{id}} {dialect.Limit}");
        FindDelivered = Write($"SELECT {{ledger.id}}, {{ledger.created}}, {{ledger.delivered}}, {{ledger.failures}}, {{ledger.confirmation_ref}} FROM {{ledger}} WHERE {{ledger.account}} = @account AND {{ledger.confirmation_ref}} = @confirmationRef ORDER BY {{ledger.delivered}}, {{ledger.id}} {dialect.Limit}");
        FindCustomer = Write("SELECT {id} FROM {rows} WHERE {account} = @account AND {customer_hash} LIKE @customer");
        FindScheduledBefore = Write($"SELECT {{id}} FROM {{pending rows}} WHERE {{account}} = @account AND {{state}} = 2 AND {{due}} <= @before ORDER BY {{due}}, {{id}} {dialect.Limit}");

        // The last one last: MySQL changes columns in this order.
        Reschedule = Write("UPDATE {rows} SET {due} = {due} - {created} + @now, {not_before} = {not_before} - {created} + @now, {updated} = @now, {created} = @now WHERE {account} = @account AND {state} = 2 AND {created} > @after AND {created} <= @upTo");
        FindDeliveredBefore = Write($"SELECT {{ledger.id}} FROM {{ledger}} WHERE {{ledger.account}} = @account AND {{ledger.delivered}} < @before ORDER BY {{ledger.delivered}}, {{ledger.id}} {dialect.Limit}");
        WithdrawScheduled = Write($"DELETE FROM {{rows}}{ThatRow}2");
        RequestWithdrawal = Write("UPDATE {rows} SET {state} = 3 WHERE {id} = @id AND {account} = @account AND {state} IN (0, 3)");
        CancelWithdrawal = Write($"UPDATE {{rows}} SET {{state}} = 0{ThatRow}3");
        AgreeToWithdrawal = Write($"UPDATE {{rows}} SET {{state}} = 4{ThatRow}3 AND (@holder IS NULL OR EXISTS (SELECT 1 FROM {{leases}} WHERE {{lease.account}} = @account AND {{lease.owner}} = @holder))");
        EndWithdrawal = Write("DELETE FROM {rows} WHERE {id} = @id AND {account} = @account AND ({state} = 4 OR ({state} = 3 AND NOT EXISTS (SELECT 1 FROM {leases} WHERE {lease.account} = @account AND {lease.owner} IS NOT NULL)))");
        ReadWithdrawals = Write($"SELECT {{id}} FROM {{pending rows}} WHERE {{account}} = @account AND {{state}} = 3 ORDER BY {{due}}, {{id}} {dialect.Limit}");
        FindWithdrawal = Write("SELECT {id} FROM {rows} WHERE {id} = @id AND {account} = @account AND {state} IN (0, 3, 4)");
        PurgeWithdrawn = Write("DELETE FROM {rows} WHERE {account} = @account AND {state} IN (3, 4) AND {created} < @before");
        CountReasons = Write("SELECT {reason}, count(*) FROM {pending rows} WHERE {account} = @account AND {state} = 1 GROUP BY {reason}");
        ReadFirstAccount = Write("SELECT min({account}) FROM {pending rows}");
        ReadNextAccount = Write("SELECT min({account}) FROM {pending rows} WHERE {account} > @account");
        ReadLeases = Write("SELECT {lease.account}, {lease.beat} FROM {leases}");
        ReadLease = Write("SELECT {lease.owner}, {lease.beat}, {lease.state}, {lease.paused}, {lease.pending}, {lease.dead_lettered}, {lease.holder}, {lease.cause} FROM {leases} WHERE {lease.account} = @account");
        ReplaceLease = Write("UPDATE {leases} SET {lease.owner} = @owner, {lease.beat} = @beat, {lease.state} = @state, {lease.paused} = @paused, {lease.holder} = @holder, {lease.cause} = @cause WHERE {lease.account} = @account AND {lease.beat} = @seenBeat AND COALESCE({lease.owner}, '') = @seenOwner");
        ChangeProbe = Write("UPDATE {rows} SET {due} = @due, {updated} = @due, {failures} = 1, {state} = 1, {created} = @due, {reason} = '', {error_codes} = '' WHERE {id} = @id");
        DeleteProbe = Write("DELETE FROM {rows} WHERE {id} = @id");
    }

    public IReadOnlyList<string> CreateTables { get; }

    /// <summary>Read nothing, of every column.</summary>
    public IReadOnlyList<string> Probe { get; }

    /// <summary>Reads nothing, of every column of the ledger.</summary>
    public string ProbeLedger { get; }

    public string AddRow { get; }

    public string AddLease { get; }

    public string ReadDue { get; }

    public string ReadDueOrAhead { get; }

    public string Postpone { get; }

    public string MoveToDeadLetter { get; }

    public string ReadDeadLetters { get; }

    public string ReadDeadLettersBefore { get; }

    public string Requeue { get; }

    public string RequeueAll { get; }

    public string Discard { get; }

    public string DiscardAll { get; }

    /// <summary>Moves to dead letter what is in no state. Up to 9, one may be that of a newer version.</summary>
    public string MoveDamagedToDeadLetter { get; }

    /// <summary>Gives a row a new id whose own cannot be read.</summary>
    public string Renew { get; }

    public string Count { get; }

    public string SaveCount { get; }

    public string FindCreatedBefore { get; }

    public string FindDeadLetteredBefore { get; }

    public string Find { get; }

    public string FindDelivered { get; }

    public string FindCustomer { get; }

    public string FindScheduledBefore { get; }

    public string Reschedule { get; }

    public string FindDeliveredBefore { get; }

    public string WithdrawScheduled { get; }

    public string RequestWithdrawal { get; }

    public string CancelWithdrawal { get; }

    public string AgreeToWithdrawal { get; }

    public string EndWithdrawal { get; }

    public string ReadWithdrawals { get; }

    public string FindWithdrawal { get; }

    public string PurgeWithdrawn { get; }

    public string CountReasons { get; }

    public string ReadFirstAccount { get; }

    public string ReadNextAccount { get; }

    public string ReadLeases { get; }

    public string ReadLease { get; }

    public string ReplaceLease { get; }

    public string ChangeProbe { get; }

    public string DeleteProbe { get; }

    /// <summary>Deletes rows, in a state if one is given.</summary>
    public string Delete(int idCount, int? state = null) =>
        Write(state is { } only ? $"DELETE FROM {{rows}} WHERE {{state}} = {only} AND {{id}} IN " : "DELETE FROM {rows} WHERE {id} IN ") + IdList.Write(idCount);

    /// <summary>Moves pending rows to dead letter.</summary>
    public string Expire(int idCount) =>
        Write("UPDATE {rows} SET {state} = 1, {due} = @now, {updated} = @now, {reason} = @reason WHERE {state} = 0 AND {id} IN ") + IdList.Write(idCount);

    /// <summary>Makes scheduled rows pending ones, which age from the time for which they were scheduled.</summary>
    public string Release(int idCount) =>
        Write("UPDATE {rows} SET {state} = 0, {created} = {due}, {updated} = @now WHERE {state} = 2 AND {id} IN ") + IdList.Write(idCount);

    /// <summary>Records in the ledger rows that are about to be deleted, unless it has them: a backup can bring back a row that was delivered.</summary>
    public string AddToLedger(int idCount) =>
        Write("INSERT INTO {ledger} ({ledger.id}, {ledger.account}, {ledger.confirmation_ref}, {ledger.created}, {ledger.delivered}, {ledger.failures}")
        + Others(_ledger, name => _dialect.Quote(name))
        + Write(") SELECT {id}, {account}, {confirmation_ref}, {created}, @delivered, {failures}") + Others(_ledger, OtherParameter)
        + Write(" FROM {rows} WHERE {id} IN ") + IdList.Write(idCount) + Write(" AND {id} NOT IN (SELECT {ledger.id} FROM {ledger} WHERE {ledger.id} IN ") + IdList.Write(idCount) + ")";

    /// <summary>Deletes entries of the ledger.</summary>
    public string DeleteFromLedger(int idCount) => Write("DELETE FROM {ledger} WHERE {ledger.id} IN ") + IdList.Write(idCount);

    /// <summary>Gets the parameter's name for a further column.</summary>
    public static string OtherParameter(string column) => "@other_" + Word().Replace(column, "_");

    private static string Others(OutboxTable table, Func<string, string> write) =>
        string.Concat(table.OtherColumns.Keys.Select(column => $", {write(column)}"));

    private string Write(string text) => Placeholder().Replace(text, match => match.Groups[1].Value switch
    {
        "rows" => Table(_rows),
        "leases" => Table(_leases),
        "pending rows" => Table(_rows) + _dialect.SkipLocked,
        "index" => _dialect.Quote($"{_rows.Name}_due"),
        "ref index" => _dialect.Quote($"{_rows.Name}_ref"),
        "ledger" => Table(_ledger),
        "ledger index" => _dialect.Quote($"{_ledger.Name}_delivered"),
        "ledger ref index" => _dialect.Quote($"{_ledger.Name}_ref"),
        ['l', 'e', 'd', 'g', 'e', 'r', '.', .. string column] => _dialect.Quote(_ledger.Column(column)),
        ['l', 'e', 'a', 's', 'e', '.', .. string column] => _dialect.Quote(_leases.Column(column)),
        string column => _dialect.Quote(_rows.Column(column)),
    });

    private string Table(OutboxTable table) =>
        _dialect.HasSchemas && table.Schema is { } schema ? $"{_dialect.Quote(schema)}.{_dialect.Quote(table.Name)}" : _dialect.Quote(table.Name);

    [GeneratedRegex(@"\{([a-z_. ]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\W")]
    private static partial Regex Word();
}
