using Microsoft.Extensions.Logging;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>Who cannot change or delete rows sends none: it would send the same ones again and again.</summary>
public sealed class RightsTests(PostgresServer postgres, MariaDbServer mariaDb)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("REVOKE DELETE ON rokt_outbox FROM {user}", "GRANT DELETE ON rokt_outbox TO {user}", "cannot delete rows")]
    [InlineData("REVOKE UPDATE ON rokt_outbox FROM {user}", "GRANT UPDATE ON rokt_outbox TO {user}", "cannot update rows")]
    [InlineData(
        "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER keep BEFORE DELETE ON rokt_outbox FOR EACH ROW EXECUTE FUNCTION keep()",
        "DROP TRIGGER keep ON rokt_outbox",
        "cannot delete rows")]
    [InlineData(
        "ALTER TABLE rokt_outbox ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON rokt_outbox FOR SELECT USING (true); CREATE POLICY add ON rokt_outbox FOR INSERT WITH CHECK (true); CREATE POLICY change ON rokt_outbox FOR UPDATE USING (true)",
        "ALTER TABLE rokt_outbox DISABLE ROW LEVEL SECURITY",
        "cannot delete rows")]
    [InlineData(
        "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER keep BEFORE UPDATE ON rokt_outbox_lease FOR EACH ROW EXECUTE FUNCTION keep()",
        "DROP TRIGGER keep ON rokt_outbox_lease",
        "lease cannot be changed")]
    [InlineData(
        "ALTER TABLE rokt_outbox_lease ENABLE ROW LEVEL SECURITY; CREATE POLICY read ON rokt_outbox_lease FOR SELECT USING (true); CREATE POLICY add ON rokt_outbox_lease FOR INSERT WITH CHECK (true)",
        "ALTER TABLE rokt_outbox_lease DISABLE ROW LEVEL SECURITY",
        "lease cannot be changed")]
    public async Task On_PostgreSQL_nothing_is_sent_until_rows_can_be_changed_and_deleted(string forbid, string allow, string message)
    {
        await using DataSourceStore owner = DataSourceStore.OnPostgres(postgres);
        await owner.InitializeAsync();

        // Roles are the server's: each test has one of its own.
        string user = $"shop_{Guid.NewGuid():N}";
        await owner.ExecuteAsync($"CREATE ROLE {user} LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON rokt_outbox, rokt_outbox_lease TO {user}");
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(((NpgsqlDataSource)owner.Source).ConnectionString) { Username = user }.ConnectionString);
        try
        {
            await SendsNothingUntilAllowedAsync(owner, source, forbid.Replace("{user}", user, StringComparison.Ordinal), allow.Replace("{user}", user, StringComparison.Ordinal), message);
        }
        finally
        {
            await owner.ExecuteAsync($"DROP OWNED BY {user}; DROP ROLE {user}");
        }
    }

    [Theory]
    [InlineData("DELETE", "cannot delete rows")]
    [InlineData("UPDATE", "cannot update rows")]
    public async Task On_MariaDB_nothing_is_sent_until_rows_can_be_changed_and_deleted(string right, string message)
    {
        await using DataSourceStore owner = DataSourceStore.OnMariaDb(mariaDb);
        await owner.InitializeAsync();
        string database = new MySqlConnectionStringBuilder(owner.Source.ConnectionString).Database;
        string name = $"u{Guid.NewGuid():N}"[..16];
        string user = $"'{name}'@'127.0.0.1'";
        await owner.ExecuteAsync($"CREATE USER {user} IDENTIFIED BY 'clerk'; GRANT SELECT, INSERT, UPDATE, DELETE ON {database}.rokt_outbox TO {user}; GRANT SELECT, INSERT, UPDATE ON {database}.rokt_outbox_lease TO {user}");
        await using var source = new MySqlDataSource(
            new MySqlConnectionStringBuilder(owner.Source.ConnectionString) { UserID = name, Password = "clerk" }.ConnectionString);

        await SendsNothingUntilAllowedAsync(
            owner, source, $"REVOKE {right} ON {database}.rokt_outbox FROM {user}", $"GRANT {right} ON {database}.rokt_outbox TO {user}", message);
    }

    private static async Task SendsNothingUntilAllowedAsync(
        DataSourceStore owner, System.Data.Common.DbDataSource source, string forbid, string allow, string message)
    {
        await owner.ExecuteAsync(forbid);
        await using DataSourceStore store = DataSourceStore.Create(source);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);

        await OutboxHost.UntilAsync(
            () => Task.FromResult(host.Log.GetSnapshot().Any(record => record.Level == LogLevel.Error && record.Exception?.Message.Contains(message, StringComparison.Ordinal) == true)),
            "it says so");
        Assert.Empty(sandbox.Requests);

        await owner.ExecuteAsync(allow);
        await host.UntilPendingAsync(0);
        Assert.Single(sandbox.Requests);
    }
}
