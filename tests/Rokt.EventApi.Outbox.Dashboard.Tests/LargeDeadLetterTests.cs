using System.Diagnostics;
using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>The page on PostgreSQL with 100,000 conversions in dead letter.</summary>
public sealed class LargeDeadLetterTests(PostgresServer server, Browser browser) : IClassFixture<Browser>
{
    private const string Fill =
        """
        INSERT INTO rokt_outbox (id, account, payload, version, created, due, updated, failures, state, reason, error_codes, confirmation_ref, not_before)
        SELECT gen_random_uuid(), '', '{}'::bytea, 1, 1700000000000 + n, 1700000000000 + n, 1700000000000 + n, 1, 1,
               CASE WHEN n % 10 = 0 THEN 'too old' ELSE 'rejected 400' END, 'BAD_REQUEST', 'order-' || n, 0
        FROM generate_series(1, 100000) AS n
        """;

    private static readonly TimeSpan LongestChange = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_are_counted_by_reason_seen_page_by_page_requeued_and_discarded()
    {
        browser.SkipWithout();
        await using DataSourceStore store = DataSourceStore.OnPostgres(server);
        await store.InitializeAsync();
        await store.ExecuteAsync(Fill);
        await using DashboardSite site = await DashboardSite.StartAsync(store, new Uri("http://127.0.0.1:9"), options => options.Deliver = false);
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());

        await Expect(page.Locator("#dead-lettered")).ToHaveTextAsync("100,000", new() { Timeout = 15_000 });
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(50);
        await Expect(page.Locator("#letters-caption")).ToHaveTextAsync("50 of 100,000, the last first");
        await Expect(page.Locator("#letters tr").First).ToContainTextAsync("order-100000");

        await page.GetByRole(AriaRole.Button, new() { Name = "too old: 10,000" }).ClickAsync();
        await Expect(page.Locator("#letters-caption")).ToHaveTextAsync("50 of 10,000, the last first");
        await page.Locator("#next").ClickAsync();
        await Expect(page.Locator("#letters tr").First).ToContainTextAsync("order-99500");
        await page.Locator("#next").ClickAsync();
        await Expect(page.Locator("#letters tr").First).ToContainTextAsync("order-99000");
        await page.Locator("#first").ClickAsync();
        await Expect(page.Locator("#letters tr").First).ToContainTextAsync("order-100000");

        await page.GetByLabel("Confirmation reference").FillAsync("order-50000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(page.Locator("#found tr")).ToContainTextAsync("in dead letter");

        await DoAsync(page, "#discard-all", "Discard 10,000 conversions?", "10,000 conversions discarded.");
        await Expect(page.Locator("#dead-lettered")).ToHaveTextAsync("90,000");
        await DoAsync(page, "#requeue-all", "Requeue 90,000 conversions?", "90,000 conversions requeued.");
        await Expect(page.Locator("#dead-lettered")).ToHaveTextAsync("0");
        await Expect(page.Locator("#pending")).ToHaveTextAsync("10,000 or more", new() { Timeout = 15_000 });
        Assert.Equal(
            ["404 olivia discarded 10000 conversions of account \"\" from dead letter: too old.", "403 olivia requeued 90000 conversions of account \"\" from dead letter: all."],
            site.Changes);
    }

    [Fact]
    public async Task A_page_that_stays_open_does_not_keep_the_database_busy()
    {
        browser.SkipWithout();
        await using DataSourceStore store = DataSourceStore.OnPostgres(server);
        await store.InitializeAsync();
        await store.ExecuteAsync(Fill);
        await using DashboardSite site = await DashboardSite.StartAsync(store, new Uri("http://127.0.0.1:9"), options => options.Deliver = false);
        await site.GetAsync("/status");

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => site.GetAsync("/status")));

        // As many pages as one asks the store once.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"20 pages took {watch.Elapsed}.");
    }

    private static async Task DoAsync(IPage page, string button, string title, string done)
    {
        await page.Locator(button).ClickAsync();
        await Expect(page.Locator("#confirm-title")).ToHaveTextAsync(title);
        var watch = Stopwatch.StartNew();
        await page.Locator("#confirm-yes").ClickAsync();
        await Expect(page.Locator("#done")).ToHaveTextAsync(done, new() { Timeout = 30_000 });
        TestContext.Current.TestOutputHelper?.WriteLine($"{done} {watch.Elapsed.TotalSeconds:F1} s");
        Assert.True(watch.Elapsed < LongestChange, $"{done} It took {watch.Elapsed}.");
    }
}
