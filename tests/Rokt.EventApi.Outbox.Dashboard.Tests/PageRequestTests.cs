using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>When the page sends a request, and what it makes of a response that is no success, or of none.</summary>
public sealed class PageRequestTests(Browser browser) : IClassFixture<Browser>, IAsyncDisposable
{
    // Without a window, the browser hides no tab.
    private const string Hide =
        """
        isHidden => {
          Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
        """;

    private readonly EmbeddedStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(500, "application/problem+json", """{"title":"An error occurred.","status":500}""", "The application responded with 500.")]
    [InlineData(502, "application/json", """{"message":"no healthy upstream"}""", "The application responded with 502.")]
    [InlineData(502, "application/json", "Bad Gateway", "The application responded with 502.")]
    [InlineData(503, "application/problem+json", """{"detail":"The store is away."}""", "The store is away.")]
    public async Task A_customer_who_was_not_erased_stays_in_the_form_and_the_page_says_why(int status, string type, string body, string problem)
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        await page.RouteAsync("**/erase", route => route.FulfillAsync(new() { Status = status, ContentType = type, Body = body }));
        ILocator email = page.GetByLabel("Email address", new() { Exact = true });

        await email.FillAsync("john.doe@example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase" }).ClickAsync();
        await page.Locator("#confirm-yes").ClickAsync();

        await Expect(page.Locator("#problem")).ToHaveTextAsync(problem);
        await Expect(email).ToHaveValueAsync("john.doe@example.com");
    }

    [Fact]
    public async Task Requests_that_begin_at_once_without_a_cookie_are_all_valid()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        await Expect(page.Locator("#user")).ToHaveTextAsync("Signed in: olivia");
        await page.Context.ClearCookiesAsync();

        string[] problems = await page.EvaluateAsync<string[]>(
            """
            async () => {
              const { post } = await import('./api.js');
              const all = Array.from({ length: 10 }, () => post('find', { account: '', confirmationRef: 'order-1' }));
              return (await Promise.allSettled(all)).filter(result => result.reason).map(result => result.reason.message);
            }
            """);

        Assert.Empty(problems);
    }

    [Fact]
    public async Task An_application_that_hangs_is_not_live()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        ILocator connection = page.Locator("#connection");
        await Expect(connection).ToHaveTextAsync("live");

        // In place of 10 seconds.
        await page.EvaluateAsync(
            """
            AbortSignal.timeout = limit => {
              const controller = new AbortController();
              addEventListener('timeout', ({ detail }) => detail >= limit && controller.abort());
              return controller.signal;
            }
            """);
        var hanging = new TaskCompletionSource();
        await page.RouteAsync("**/status", _ => hanging.TrySetResult());
        await hanging.Task.WaitAsync(Cancellation);
        await page.EvaluateAsync("dispatchEvent(new CustomEvent('timeout', { detail: 10_000 }))");

        await Expect(connection).ToHaveTextAsync("The application does not respond.");
        await Expect(connection).Not.ToHaveClassAsync("live");
        await page.UnrouteAsync("**/status");
        await Expect(connection).ToHaveTextAsync("live");
    }

    [Fact]
    public async Task A_page_that_nobody_looks_at_asks_for_nothing()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));
        IPage page = await browser.OpenAsync(site.Page, DashboardSite.SignedIn());
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#user")).ToHaveTextAsync("Signed in: olivia");

        await page.EvaluateAsync(Hide, true);
        int requests = 0;
        page.Request += (_, _) => Interlocked.Increment(ref requests);
        await page.Clock.RunForAsync(60_000);
        Assert.Equal(0, requests);

        await page.RunAndWaitForResponseAsync(() => page.EvaluateAsync(Hide, false), response => response.Url.EndsWith("/status", StringComparison.Ordinal));
        await page.RunAndWaitForResponseAsync(() => page.Clock.RunForAsync(2_000), response => response.Url.EndsWith("/status", StringComparison.Ordinal));
    }
}
