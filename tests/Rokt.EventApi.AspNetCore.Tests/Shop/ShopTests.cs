using System.Text.Json;
using Microsoft.Playwright;
using Rokt.EventApi.Sandbox.EndToEnd.Tests;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.AspNetCore.Tests.Shop;

/// <summary>The sample shop, behind a real proxy and in a real browser: from a campaign's address to what the API receives.</summary>
public sealed class ShopTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    private const string Visitor = "203.0.113.77";

    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public void Dispose() => _timeout.Dispose();

    [Fact]
    public async Task A_click_becomes_a_conversion_three_pages_later()
    {
        await using Setting setting = await StartAsync();
        IPage page = await setting.OpenAsync("?rtid=Click-1");
        await ScreenshotAsync(page, "landing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await Expect(page.Locator(".banner")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "See the T-shirt" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Buy it" }).ClickAsync();
        string order = await CheckOutAsync(page, "checkout");

        JsonElement body = await setting.ConversionAsync(order, _timeout.Token);
        Assert.Equal("Click-1", ClickId(body));
        Assert.Equal(Visitor, body.GetProperty("user_attributes").GetProperty("ipaddress").GetString());
        Assert.Contains("Chrome", body.GetProperty("device_info").GetProperty("http_header_user_agent").GetString(), StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "click id", "IP address", "user agent" }, setting.MatchScore.Present.ToHashSet());

        await page.GotoAsync(setting.Api.AbsoluteUri);
        await page.Locator("#rows tr").First.ClickAsync();
        await Expect(page.Locator("#details")).ToBeVisibleAsync();
        await ScreenshotAsync(page, "sandbox");
    }

    [Fact]
    public async Task Without_consent_the_conversion_has_no_click_id()
    {
        await using Setting setting = await StartAsync();
        IPage page = await setting.OpenAsync("?rtid=Click-1");

        await page.GetByRole(AriaRole.Link, new() { Name = "See the T-shirt" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Buy it" }).ClickAsync();
        string order = await CheckOutAsync(page, "checkout-without-consent");

        JsonElement body = await setting.ConversionAsync(order, _timeout.Token);
        Assert.Null(ClickId(body));
        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Name == "rokt_click_id");
    }

    [Fact]
    public async Task A_landing_page_that_never_reaches_the_shop_posts_its_click_once()
    {
        await using Setting setting = await StartAsync();
        IPage page = await setting.OpenAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        var posts = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "POST")
            {
                posts.Add(request.Url);
            }
        };

        await page.RunAndWaitForResponseAsync(
            () => page.GotoAsync(new Uri(setting.Address, "campaign.html?utm_source=rokt&rclid=Click-2").AbsoluteUri),
            response => response.Request.Method == "POST");
        await page.WaitForFunctionAsync("sessionStorage.getItem('rokt-click-id')");
        await page.ReloadAsync(new PageReloadOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await ScreenshotAsync(page, "cached-landing");
        await page.GetByRole(AriaRole.Link, new() { Name = "See the T-shirt" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Buy it" }).ClickAsync();
        string order = await CheckOutAsync(page, "checkout-after-cached-landing");

        Assert.Equal("Click-2", ClickId(await setting.ConversionAsync(order, _timeout.Token)));
        Assert.EndsWith("/rokt/click-id?rclid=Click-2", Assert.Single(posts, url => url.Contains("click-id", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_click_wins()
    {
        await using Setting setting = await StartAsync();
        IPage page = await setting.OpenAsync("?rclid=Click-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await page.GotoAsync(new Uri(setting.Address, "product?rtid=Click-2").AbsoluteUri);
        await page.GetByRole(AriaRole.Link, new() { Name = "Buy it" }).ClickAsync();
        string order = await CheckOutAsync(page, "checkout-after-later-click");

        Assert.Equal("Click-2", ClickId(await setting.ConversionAsync(order, _timeout.Token)));
    }

    [Fact]
    public async Task Consent_that_is_withdrawn_takes_the_cookie_with_it()
    {
        await using Setting setting = await StartAsync();
        IPage page = await setting.OpenAsync("?rtid=Click-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Withdraw consent" })).ToBeVisibleAsync();
        Assert.Contains(await page.Context.CookiesAsync(), cookie => cookie.Name == "rokt_click_id");

        await page.GotoAsync(new Uri(setting.Address, "product").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw consent" }).ClickAsync();
        await Expect(page.Locator(".banner")).ToBeVisibleAsync();

        Assert.DoesNotContain(await page.Context.CookiesAsync(), cookie => cookie.Name == "rokt_click_id");
    }

    private static string? ClickId(JsonElement body)
    {
        string? identity = body.GetProperty("user_identities").TryGetProperty("other2", out JsonElement other) ? other.GetString() : null;
        string? passback = body.TryGetProperty("integration_attributes", out JsonElement attributes)
            ? attributes.GetProperty("1277").GetProperty("passbackconversiontrackingid").GetString()
            : null;
        Assert.Equal(identity, passback);
        return identity;
    }

    private static async Task<string> CheckOutAsync(IPage page, string screenshot)
    {
        await page.GetByLabel("E-mail").FillAsync("john.doe@example.com");
        await page.GetByLabel("First name").FillAsync("John");
        await ScreenshotAsync(page, screenshot);
        await page.GetByRole(AriaRole.Button, new() { Name = "Place the order" }).ClickAsync();
        return await page.Locator("#order").InnerTextAsync();
    }

    private static async Task ScreenshotAsync(IPage page, string name)
    {
        string folder = Environment.GetEnvironmentVariable("SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "Screenshots");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"shop-{name}.png") });
    }

    private async Task<Setting> StartAsync()
    {
        Assert.SkipUnless(Nginx.IsInstalled, "There is no nginx on this machine (Debian: apt-get install nginx-light).");
        browser.SkipWithout();
        _timeout.CancelAfter(TimeSpan.FromMinutes(5));
        return await Setting.StartAsync(browser, Visitor, _timeout.Token);
    }
}
