using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>What an operator sees and does on the page, in a real browser, on every store.</summary>
public abstract class DashboardContract(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private EventApiSandbox _sandbox = null!;
    private TestStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal abstract TestStore Create();

    public async ValueTask InitializeAsync()
    {
        browser.SkipWithout();
        _store = Create();
        await _store.InitializeAsync();
        _sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task It_shows_what_is_delivered_live_and_who_delivers()
    {
        await using DashboardSite site = await StartAsync();
        IPage page = await OpenAsync(site);
        await Expect(page.Locator("#state")).ToHaveTextAsync("Delivering");
        await Expect(page.Locator("#dispatcher")).ToHaveTextAsync($"{Environment.MachineName} (process {Environment.ProcessId}), this instance");
        await Expect(page.Locator("#delivered")).ToHaveTextAsync("0");

        for (int i = 1; i <= 3; i++)
        {
            await site.Outbox.EnqueueAsync(Conversion($"order-{i}"), Cancellation);
        }

        await Expect(page.Locator("#delivered")).ToHaveTextAsync("3");
        await Expect(page.Locator("#pending")).ToHaveTextAsync("0");
        await Expect(page.Locator("#delay")).Not.ToHaveTextAsync("–");
        await Expect(page.Locator("#throttled")).ToHaveTextAsync("0.0 %");
        await Expect(page.Locator("#limit")).ToContainTextAsync("of 270 per second");
    }

    [Fact]
    public async Task An_outage_and_refused_credentials_are_shown_with_their_cause()
    {
        await using DashboardSite site = await StartAsync(options => options.MaxBackoff = TimeSpan.FromSeconds(1));
        IPage page = await OpenAsync(site);

        _sandbox.Arm(SandboxFault.Status(503).ForShare(1));
        await site.Outbox.EnqueueAsync(Conversion("order-1"), Cancellation);
        await site.Outbox.EnqueueAsync(Conversion("order-2"), Cancellation);
        await Expect(page.Locator("#state")).ToHaveTextAsync("Unavailable", new() { Timeout = 20_000 });
        await Expect(page.Locator("#cause")).ToContainTextAsync("unavailable 503.");
        await Expect(page.Locator("#oldest")).ToContainTextAsync("since");

        _sandbox.Clear();
        _sandbox.Arm(SandboxFault.Status(401).ForShare(1));
        await Expect(page.Locator("#cause")).ToContainTextAsync("refused 401. The server refuses the credentials", new() { Timeout = 20_000 });
        await Expect(page.Locator("#state")).ToHaveTextAsync("Paused");

        _sandbox.Clear();
        await Expect(page.Locator("#pending")).ToHaveTextAsync("0", new() { Timeout = 20_000 });
        await Expect(page.Locator("#state")).ToHaveTextAsync("Delivering");
    }

    [Fact]
    public async Task Delivery_is_paused_and_resumed_after_a_confirmation_and_the_log_names_who_did_it()
    {
        await using DashboardSite site = await StartAsync();
        IPage page = await OpenAsync(site);

        await page.GetByRole(AriaRole.Button, new() { Name = "Pause delivery" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("#confirm")).Not.ToBeVisibleAsync();
        Assert.Empty(site.Changes);

        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Pause delivery" }), "Delivery is paused.");
        await Expect(page.Locator("#state")).ToHaveTextAsync("Paused");
        await Expect(page.Locator("#cause")).ToContainTextAsync("Paused by an operator until resumed.");
        await site.Outbox.EnqueueAsync(Conversion("order-1"), Cancellation);
        await Expect(page.Locator("#pending")).ToHaveTextAsync("1");

        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Resume delivery" }), "Delivery is resumed.");
        await Expect(page.Locator("#state")).ToHaveTextAsync("Delivering");
        await Expect(page.Locator("#pending")).ToHaveTextAsync("0");
        Assert.Equal(
            ["401 olivia paused the delivery of account \"\", for all instances.", "402 olivia resumed the delivery of account \"\"."],
            site.Changes);
    }

    [Fact]
    public async Task An_order_is_found_by_its_reference_and_a_scheduled_one_is_withdrawn()
    {
        await using DashboardSite site = await StartAsync(options => options.LedgerRetention = TimeSpan.FromDays(30));
        await site.Outbox.EnqueueAsync(Conversion("order-1"), Cancellation);
        await site.Outbox.EnqueueAsync(Conversion("order-2"), new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(2) }, Cancellation);
        await _sandbox.WaitForRequestsAsync(1, Cancellation);
        IPage page = await OpenAsync(site);
        await Expect(page.Locator("#scheduled")).ToHaveTextAsync("1");
        await Expect(page.Locator("#pending")).ToHaveTextAsync("0");

        await FindAsync(page, "order-1");
        await Expect(page.Locator("#found tr")).ToContainTextAsync("delivered");
        await FindAsync(page, "order-3");
        await Expect(page.Locator("#found-caption")).ToContainTextAsync("Nothing is known of it");
        await FindAsync(page, "order-2");
        await Expect(page.Locator("#found tr")).ToContainTextAsync("not before");
        string id = (await site.Management.FindAsync("order-2", Cancellation))[0].Id.ToString();
        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Withdraw order-2" }), "order-2 was withdrawn.");

        await Expect(page.Locator("#found tr")).ToHaveCountAsync(0);
        await Expect(page.Locator("#scheduled")).ToHaveTextAsync("0");
        Assert.Equal([$"405 olivia withdrew 1 conversions of account \"\" before their delivery: {id}."], site.Changes);
    }

    [Fact]
    public async Task A_pending_one_is_withdrawn_and_not_sent()
    {
        await using DashboardSite site = await StartAsync();
        IPage page = await OpenAsync(site);
        await Expect(page.Locator("#state")).ToHaveTextAsync("Delivering");
        await site.Management.PauseAsync(Cancellation);
        await site.Outbox.EnqueueAsync(Conversion("order-1"), Cancellation);
        await FindAsync(page, "order-1");
        await Expect(page.Locator("#found tr")).ToHaveAttributeAsync("data-state", "Pending");

        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Withdraw order-1" }), "order-1 was withdrawn.");

        await Expect(page.Locator("#found tr")).ToHaveCountAsync(0);
        await Expect(page.Locator("#pending")).ToHaveTextAsync("0");
        Assert.StartsWith("405 olivia withdrew 1 conversions", Assert.Single(site.Changes), StringComparison.Ordinal);
        await site.Management.ResumeAsync(Cancellation);
        await site.Outbox.EnqueueAsync(Conversion("order-2"), Cancellation);
        await Expect(page.Locator("#delivered")).ToHaveTextAsync("1");
        Assert.Contains("order-2", Assert.Single(_sandbox.Requests).BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_seen_by_reason_requeued_and_discarded_one_by_one_and_all()
    {
        await using DashboardSite site = await StartAsync();
        await DeadLetterAsync(site, 400, "bad-1", "bad-2", "bad-3", "bad-4");
        await DeadLetterAsync(site, 413, "large-1", "large-2");
        IPage page = await OpenAsync(site);
        await Expect(page.Locator("#dead-lettered")).ToHaveTextAsync("6");
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(6);

        await page.GetByRole(AriaRole.Button, new() { Name = "rejected 400: 4" }).ClickAsync();
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(4);
        await Expect(page.Locator("#letters tr").First).ToContainTextAsync("BAD_REQUEST");
        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Requeue bad-1" }), "bad-1 is pending again.");
        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Discard bad-2" }), "bad-2 was discarded.");
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(2);
        await DoAsync(page, page.Locator("#requeue-all"), "2 conversions requeued.");
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("#letters tr").First).ToContainTextAsync("rejected 413");
        await DoAsync(page, page.Locator("#discard-all"), "2 conversions discarded.");

        await Expect(page.Locator("#dead-lettered")).ToHaveTextAsync("0");
        await Expect(page.Locator("#letters-caption")).ToHaveTextAsync("Nothing is in dead letter.");
        await _sandbox.WaitForRequestsAsync(3, Cancellation);
        Assert.Equal(
            [
                "403 olivia requeued 1 conversions", "404 olivia discarded 1 conversions",
                "403 olivia requeued 2 conversions of account \"\" from dead letter: rejected 400.", "404 olivia discarded 2 conversions of account \"\" from dead letter: all.",
            ],
            site.Changes.Select((line, index) => index < 2 ? line[..line.IndexOf(" of account", StringComparison.Ordinal)] : line));
    }

    [Fact]
    public async Task A_customer_is_erased_by_what_the_operator_types()
    {
        await using DashboardSite site = await StartAsync(options => (options.CustomerKey, options.Deliver) = (Key, false));
        await site.Outbox.EnqueueAsync(Conversion("order-1"), Cancellation);
        await site.Outbox.EnqueueAsync(ConversionEvent.CreateBuilder().WithEmail("jane@example.com").WithConfirmationRef("order-2").Build(), Cancellation);
        IPage page = await OpenAsync(site);
        await Expect(page.Locator("#pending")).ToHaveTextAsync("2");

        await page.GetByLabel("Email address", new() { Exact = true }).FillAsync("John.Doe@example.com");
        await DoAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Erase" }), "1 conversion of the customer erased.");

        await Expect(page.Locator("#pending")).ToHaveTextAsync("1");
        await Expect(page.GetByLabel("Email address", new() { Exact = true })).ToHaveValueAsync("");
        Assert.Equal(["406 olivia erased one customer: 1 conversions of account \"\"."], site.Changes);
        Assert.Single(await site.Management.FindAsync("order-2", Cancellation));
    }

    private Task<DashboardSite> StartAsync(Action<OutboxOptions>? configure = null) => DashboardSite.StartAsync(_store, _sandbox.BaseAddress, configure);

    private Task<IPage> OpenAsync(DashboardSite site) => browser.OpenAsync(site.Page, DashboardSite.SignedIn());

    private static async Task DoAsync(IPage page, ILocator button, string done)
    {
        await button.ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
        await Expect(page.Locator("#done")).ToHaveTextAsync(done);
    }

    private static async Task FindAsync(IPage page, string reference)
    {
        await page.GetByLabel("Confirmation reference").FillAsync(reference);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
    }

    private async Task DeadLetterAsync(DashboardSite site, int status, params string[] references)
    {
        long before = (await site.Outbox.GetStatusAsync(Cancellation)).DeadLettered;
        _sandbox.Arm(SandboxFault.Status(status, body: """{"errors":[{"code":"BAD_REQUEST","message":"m"}]}""").ForShare(1));
        foreach (string reference in references)
        {
            await site.Outbox.EnqueueAsync(Conversion(reference), Cancellation);
        }

        while ((await site.Outbox.GetStatusAsync(Cancellation)).DeadLettered < before + references.Length)
        {
            await Task.Delay(20, Cancellation);
        }

        _sandbox.Clear();
    }

    private static ConversionEvent Conversion(string confirmationRef) =>
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(confirmationRef).Build();
}
