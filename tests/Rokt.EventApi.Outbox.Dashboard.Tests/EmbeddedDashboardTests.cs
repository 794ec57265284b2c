using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

public sealed class EmbeddedDashboardTests(Browser browser) : DashboardContract(browser)
{
    internal override TestStore Create() => new EmbeddedStore();
}
