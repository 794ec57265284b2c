using System.Data.Common;
using System.Diagnostics;
using Rokt.EventApi.Outbox.FaultTests;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>What the columns for operators, and the index of the confirmation reference, add to the storing of a row: the same insert with and without them, by turns.</summary>
internal static class ColumnMeasurement
{
    private const int Rounds = 9;

    public static void Run(FaultStore store, Effort effort, Report report)
    {
        (string id, string blob) = store.Kind switch
        {
            StoreKind.EfPostgres or StoreKind.Postgres => ("uuid", "bytea"),
            StoreKind.MariaDb => ("char(36)", "mediumblob"),
            _ => ("TEXT", "BLOB"),
        };
        const string Columns = "account varchar(128) NOT NULL, version int NOT NULL, created bigint NOT NULL, due bigint NOT NULL, updated bigint NOT NULL, failures int NOT NULL, state int NOT NULL, reason varchar(64) NULL";
        foreach ((string table, string more) in (ReadOnlySpan<(string, string)>)[("plain_rows", ""), ("full_rows", ", error_codes varchar(256) NULL, confirmation_ref varchar(256) NULL, customer_hash varchar(200) NULL, not_before bigint NOT NULL")])
        {
            Backlogs.Change(store, $"CREATE TABLE {table} (id {id} NOT NULL PRIMARY KEY, payload {blob} NOT NULL, {Columns}{more})");
            Backlogs.Change(store, $"CREATE INDEX {table}_due ON {table} (account, state, due, id, created)");
        }

        Backlogs.Change(store, "CREATE INDEX full_rows_ref ON full_rows (account, confirmation_ref)");
        var plain = new List<double>();
        var full = new List<double>();
        using DbConnection connection = store.Open();
        for (int round = -1; round < Rounds; round++)
        {
            double first = Insert(connection, store.Kind, "plain_rows", "", "", effort);
            double second = Insert(connection, store.Kind, "full_rows", ", confirmation_ref, not_before", ", @reference, 0", effort);
            if (round >= 0)
            {
                plain.Add(first);
                full.Add(second);
            }
        }

        double without = new Percentiles(plain).Median;
        double with = new Percentiles(full).Median;
        report.Add(store.Kind, "insert with the operator's columns, against without", "1.2 times", $"{with / without:0.00} times ({with:0.000} ms)", with / without <= 1.2);
        Backlogs.Change(store, "DROP TABLE plain_rows");
        Backlogs.Change(store, "DROP TABLE full_rows");
    }

    private static double Insert(DbConnection connection, StoreKind kind, string table, string columns, string values, Effort effort)
    {
        int rows = Math.Min(1000, effort.Rows);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        byte[] payload = new byte[700];
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < rows; i++)
        {
            using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // This program's own text.
            command.CommandText = $"INSERT INTO {table} (id, account, payload, version, created, due, updated, failures, state{columns}) VALUES (@id, '', @payload, 1, {now}, {now}, {now}, 0, 0{values})";
#pragma warning restore CA2100
            var id = Guid.CreateVersion7();
            Add(command, "@id", kind is StoreKind.EfPostgres or StoreKind.Postgres ? id : id.ToString());
            Add(command, "@payload", payload);
            if (columns.Length > 0)
            {
                Add(command, "@reference", Guid.NewGuid().ToString("N"));
            }

            command.ExecuteNonQuery();
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / rows;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        DbParameter parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
