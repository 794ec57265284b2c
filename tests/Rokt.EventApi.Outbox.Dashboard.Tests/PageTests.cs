using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>The page itself: how it looks, where it can be mapped, and several accounts.</summary>
public sealed class PageTests(Browser browser) : IClassFixture<Browser>, IAsyncDisposable
{
    private readonly DataSourceStore _store = DataSourceStore.OnSqlite();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light, "outbox")]
    [InlineData(1280, 900, ColorScheme.Dark, "outbox-dark")]
    [InlineData(390, 844, ColorScheme.Light, "outbox-phone")]
    [InlineData(390, 844, ColorScheme.Dark, "outbox-phone-dark")]
    public async Task It_fits_the_window_and_a_screenshot_is_kept(int width, int height, ColorScheme colors, string name)
    {
        browser.SkipWithout();
        await _store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using DashboardSite site = await DashboardSite.StartAsync(_store, sandbox.BaseAddress, options => options.LedgerRetention = TimeSpan.FromDays(30));
        BrowserNewPageOptions options = DashboardSite.SignedIn();
        (options.ViewportSize, options.ColorScheme) = (new ViewportSize { Width = width, Height = height }, colors);
        IPage page = await browser.OpenAsync(site.Page, options);
        List<string> problems = Watch(page);
        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
        Assert.True(await FitsAsync(page), "The empty page is wider than its window.");

        await SendExamplesAsync(site, sandbox);
        await Expect(page.Locator("#dead-lettered")).ToHaveTextAsync("5");
        await page.GetByLabel("Confirmation reference").FillAsync("order-1006");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await page.Locator("#reload").ClickAsync();
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(5);
        await Expect(page.Locator("#found tr")).ToHaveCountAsync(1);
        Assert.True(await FitsAsync(page), "The page is wider than its window.");

        await page.EvaluateAsync("scrollTo(0, 0)");
        string folder = Environment.GetEnvironmentVariable("SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "Screenshots");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        await page.Locator("#requeue-all").ClickAsync();
        await Expect(page.Locator("#confirm")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-confirm.png") });
        Assert.Empty(problems);
    }

    [Fact]
    public async Task It_can_be_used_with_the_keyboard_and_every_control_has_a_name()
    {
        browser.SkipWithout();
        await _store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using DashboardSite site = await DashboardSite.StartAsync(_store, sandbox.BaseAddress);
        await SendExamplesAsync(site, sandbox);
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(5);

        string[] nameless = await page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('button, input, select')].filter(node => !(node.textContent.trim() || node.getAttribute('aria-label') || node.labels?.length)).map(node => node.outerHTML)");
        Assert.Empty(nameless);
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.Equal(0, await page.Locator("section:not([aria-label]):not([aria-labelledby])").CountAsync());
        Assert.Equal(0, await page.Locator("table:not(:has(caption)), th:not([scope])").CountAsync());

        // Cancel has the focus, and Escape cancels too; the focus returns to the button.
        ILocator discard = page.GetByRole(AriaRole.Button, new() { Name = "Discard order-1001" });
        await discard.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#confirm")).Not.ToBeVisibleAsync();
        await Expect(discard).ToBeFocusedAsync();
        Assert.Empty(site.Changes);

        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#done")).ToHaveTextAsync("order-1001 was discarded.");
        Assert.Single(site.Changes);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Its_text_stands_out_from_its_background(ColorScheme colors)
    {
        browser.SkipWithout();
        await _store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using DashboardSite site = await DashboardSite.StartAsync(_store, sandbox.BaseAddress);
        await SendExamplesAsync(site, sandbox);
        BrowserNewPageOptions options = DashboardSite.SignedIn();
        options.ColorScheme = colors;
        IPage page = await browser.OpenAsync(site.Page, options);
        await Expect(page.Locator("#letters tr")).ToHaveCountAsync(5);

        // WCAG 2.2, level AA: 4.5 to 1.
        string[] faint = await page.EvaluateAsync<string[]>(
            """
            (() => {
              const canvas = document.createElement('canvas').getContext('2d');
              const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
              const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
              const behind = node => { for (; node; node = node.parentElement) { const color = rgb(getComputedStyle(node).backgroundColor); if (color[3] === 255) return color; } return [255, 255, 255, 255]; };
              return [...document.querySelectorAll('body *')]
                .filter(node => node.checkVisibility() && !node.disabled && [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim()))
                .map(node => [node, light(rgb(getComputedStyle(node).color)), light(behind(node))])
                .filter(([, a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5)
                .map(([node]) => node.outerHTML);
            })()
            """);

        Assert.Empty(faint);
    }

    [Fact]
    public async Task It_works_under_a_path_base_and_a_prefix_of_the_applications()
    {
        browser.SkipWithout();
        await _store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using DashboardSite site = await DashboardSite.StartAsync(
            DashboardSite.CreateBuilder(_store, sandbox.BaseAddress),
            app =>
            {
                app.UsePathBase("/shop");
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGroup("/{tenant}/admin").MapRoktOutbox("/ops/").RequireAuthorization("operators");
            },
            "/shop/books/admin/ops");

        IPage page = await browser.OpenAsync(new Uri(site.Page.AbsoluteUri.TrimEnd('/')), DashboardSite.SignedIn());

        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
        Assert.Equal(site.Page.AbsoluteUri, page.Url);
        await page.Locator("#pause").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
        await Expect(page.Locator("#done")).ToHaveTextAsync("Delivery is paused.");
    }

    [Fact]
    public async Task Each_account_is_chosen_operated_on_its_own_and_one_that_was_renamed_is_shown()
    {
        browser.SkipWithout();
        await _store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        var store = new RegisteredStore(services =>
        {
            foreach (string name in (ReadOnlySpan<string>)["shoes", "books"])
            {
                services.AddRoktEventApi(name, options => DashboardSite.Set(options, sandbox.BaseAddress));
                services.AddRoktEventApiOutbox(name, options => options.UseDatabase(_ => _store.Source));
            }
        });
        await _store.ExecuteAsync("INSERT INTO rokt_outbox (id, account, payload, version, created, due, updated, failures, state, not_before) VALUES ('0d9f39c2-0a1b-4d39-8a41-6b1c6a1f0001', 'music', x'7b7d', 1, 1, 1, 1, 0, 0, 0)");
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(store, sandbox.BaseAddress));
        await site.Services.GetRequiredKeyedService<IOutboxManagement>("books").PauseAsync(Cancellation);
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());

        await Expect(page.Locator("#state")).ToHaveTextAsync("Paused");
        await Expect(page.GetByLabel("Account")).ToHaveValueAsync("books");
        Assert.Equal("books music shoes", string.Join(' ', await page.Locator("#account option").AllTextContentsAsync()));
        await page.GetByLabel("Account").SelectOptionAsync("shoes");
        await Expect(page.Locator("#state")).ToHaveTextAsync("Delivering");
        await site.Services.GetRequiredKeyedService<IOutbox>("shoes").EnqueueAsync(Conversion("order-1").Build(), Cancellation);
        await Expect(page.Locator("#delivered")).ToHaveTextAsync("1");
        await page.Locator("#pause").ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();
        await Expect(page.Locator("#state")).ToHaveTextAsync("Paused");
        Assert.Equal(["401 olivia paused the delivery of account \"shoes\", for all instances."], site.Changes);

        await page.GetByLabel("Account").SelectOptionAsync("music");
        await Expect(page.Locator("#pending")).ToHaveTextAsync("1");
        await Expect(page.Locator("#unregistered")).ToContainTextAsync("no outbox of this account");
        await Expect(page.Locator("#pause")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_stored_stays_text()
    {
        browser.SkipWithout();
        const string Markup = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        await _store.InitializeAsync();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using DashboardSite site = await DashboardSite.StartAsync(_store, sandbox.BaseAddress);
        await DeadLetterAsync(site, sandbox, Markup);
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        List<string> problems = Watch(page);

        await Expect(page.Locator("#letters tr")).ToContainTextAsync(Markup);
        await page.GetByLabel("Confirmation reference").FillAsync(Markup);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(page.Locator("#found tr")).ToContainTextAsync(Markup);
        await page.Locator("#letters button").First.ClickAsync();
        await Expect(page.Locator("#confirm-text")).ToContainTextAsync(Markup);

        Assert.Equal(0, await page.Locator("main script, main img, dialog script, dialog img").CountAsync());
        Assert.Empty(problems);
    }

    [Fact]
    public async Task When_the_application_stops_or_the_sign_in_ends_the_page_says_so()
    {
        browser.SkipWithout();
        await _store.InitializeAsync();
        DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");

        await page.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string>());
        await Expect(page.Locator("#connection")).ToContainTextAsync("no longer signed in");
        await page.Context.SetExtraHTTPHeadersAsync(DashboardSite.SignedIn().ExtraHTTPHeaders!);
        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
        await site.DisposeAsync();

        await Expect(page.Locator("#connection")).ToHaveTextAsync("The application does not respond.");
    }

    private static List<string> Watch(IPage page)
    {
        var problems = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            problems.Add("a dialog");
            await dialog.DismissAsync();
        };
        page.Console += (_, message) => problems.Add(message.Text);
        page.PageError += (_, error) => problems.Add(error);
        return problems;
    }

    private static Task<bool> FitsAsync(IPage page) => page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth");

    // A little of everything, for the screenshots.
    private static async Task SendExamplesAsync(DashboardSite site, EventApiSandbox sandbox)
    {
        await DeadLetterAsync(site, sandbox, "order-1001", "order-1002", "order-1003", "order-1004", "order-1005");
        for (int i = 0; i < 40; i++)
        {
            await site.Outbox.EnqueueAsync(Conversion($"order-{1007 + i}").Build(), Cancellation);
        }

        await site.Outbox.EnqueueAsync(Conversion("order-1006").Build(), new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(2) }, Cancellation);
    }

    private static async Task DeadLetterAsync(DashboardSite site, EventApiSandbox sandbox, params string[] references)
    {
        sandbox.Arm(SandboxFault.Status(400, body: """{"errors":[{"code":"BAD_REQUEST","message":"m"}]}""").ForShare(1));
        foreach (string reference in references)
        {
            await site.Outbox.EnqueueAsync(Conversion(reference).Build(), Cancellation);
        }

        while ((await site.Outbox.GetStatusAsync(Cancellation)).DeadLettered < references.Length)
        {
            await Task.Delay(20, Cancellation);
        }

        sandbox.Clear();
    }

    private static ConversionEventBuilder Conversion(string confirmationRef) => ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef(confirmationRef);
}
