using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>What the page of one instance shows of what another does.</summary>
public sealed class OtherInstanceTests(Browser browser) : IClassFixture<Browser>, IAsyncDisposable
{
    private const string Other = "web-3 (process 4711)";

    private readonly DataSourceStore _store = DataSourceStore.OnSqlite();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Where_another_instance_delivers_the_figures_that_only_that_one_has_are_no_zeros()
    {
        browser.SkipWithout();
        await using DashboardSite site = await StartAsync(account: "");
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());

        await Expect(page.Locator("#dispatcher")).ToHaveTextAsync(Other);
        foreach (string figure in new[] { "#in-flight", "#delivered", "#delay" })
        {
            await Expect(page.Locator(figure)).ToHaveTextAsync("–");
        }

        await Expect(page.Locator("#delivered")).ToHaveAttributeAsync("title", "Another instance delivers: what it sends is on its own page.");
        await Expect(page.Locator("#rate")).ToContainTextAsync("Another instance delivers");
    }

    [Fact]
    public async Task Of_an_account_without_an_outbox_here_nobody_is_known_to_deliver()
    {
        browser.SkipWithout();
        await using DashboardSite site = await StartAsync(account: "music");
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        await Expect(page.Locator("#state")).ToHaveTextAsync("No instance delivers");

        await page.GetByLabel("Account").SelectOptionAsync("music");

        await Expect(page.Locator("#state")).ToHaveTextAsync("No instance is known to deliver");
        await Expect(page.Locator("#cause")).ToContainTextAsync("may have stopped since");
        await Expect(page.Locator("#dispatcher")).ToHaveTextAsync($"{Other}, as last recorded");
        await Expect(page.Locator("#unregistered")).ToContainTextAsync("no outbox of this account");
    }

    // An instance that only looks, and the lease of another that delivers, or did.
    private async Task<DashboardSite> StartAsync(string account)
    {
        await _store.InitializeAsync();
        await _store.ExecuteAsync(
            $"INSERT INTO rokt_outbox_lease (account, owner, beat, state, paused, pending, dead_lettered, holder) VALUES ('{account}', '0d9f39c2-0a1b-4d39-8a41-6b1c6a1f0001', 1, 0, 0, 0, 0, '{Other}')");
        return await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"), options => options.Deliver = false);
    }
}
