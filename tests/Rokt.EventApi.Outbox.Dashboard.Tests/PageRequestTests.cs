using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>When the page sends a request, and what it makes of a response that is no success, or of none.</summary>
public sealed class PageRequestTests(Browser browser) : IClassFixture<Browser>, IAsyncDisposable
{
    private readonly EmbeddedStore _store = new();

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
}
