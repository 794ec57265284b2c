using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

public sealed class PostgresContextDashboardTests(PostgresServer server, Browser browser) : DashboardContract(browser)
{
    internal override TestStore Create() => ContextStore.OnPostgres(server);
}
