using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

public sealed class MariaDbDataSourceDashboardTests(MariaDbServer server, Browser browser) : DashboardContract(browser)
{
    internal override TestStore Create() => DataSourceStore.OnMariaDb(server);
}
