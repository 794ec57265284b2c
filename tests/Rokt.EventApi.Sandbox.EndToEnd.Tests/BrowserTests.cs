using System.Diagnostics;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Rokt.EventApi.Sandbox.EndToEnd.Tests;

/// <summary>The page, in a real browser, with the real SDK sending.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_conversions_appear_live_and_one_opens()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
        await Expect(page.Locator("#empty")).ToBeVisibleAsync();
        using EventApiClient client = Client(sandbox, "us1");

        for (int i = 1; i <= 3; i++)
        {
            await client.SendAsync(Conversion($"ref-{i}").Build(), Cancellation);
        }

        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(3);
        ILocator newest = page.Locator("#rows tr").First;
        await Expect(newest).ToContainTextAsync("US1");
        await Expect(newest).ToContainTextAsync("202");
        await Expect(newest).ToContainTextAsync("development");
        await Expect(newest).ToContainTextAsync("100.00 USD");
        await Expect(newest).ToContainTextAsync("ref-3");
        await Expect(page.Locator("#count-accepted")).ToHaveTextAsync("3");

        await page.GetByRole(AriaRole.Button, new() { Name = "Open request 3" }).ClickAsync();
        await Expect(page.Locator("#details-title")).ToHaveTextAsync("Request 3: POST /us1/v2/events, 202");
        await Expect(page.Locator("#details-findings")).ToHaveTextAsync("Nothing was found.");
        await Expect(page.Locator("#details-score")).ToHaveTextAsync("6 of 12");
        await Expect(page.Locator("#details-match .present").First).ToHaveTextAsync("email");
        await Expect(page.Locator("#details-headers")).ToContainTextAsync("Basic •••");
        await Expect(page.Locator("#details-body")).ToContainTextAsync("\"amount\": 100.00,");
        await Expect(page.Locator("#details-body li", new() { HasText = "\"amount\"" })).ToContainTextAsync("the total price of all items");
    }

    [Fact]
    public async Task A_missing_reference_is_found_and_a_duplicate_leads_to_its_first_arrival()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        using EventApiClient client = Client(sandbox);
        await client.SendAsync(Conversion("ref-1").Build(), Cancellation);
        await client.SendAsync(Conversion(null).Build(), Cancellation);
        await client.SendAsync(Conversion("ref-1").WithQuantity(1).Build(), Cancellation);

        await Expect(page.Locator("tr[data-number='2']")).ToContainTextAsync("1 hint");
        await page.Locator("tr[data-number='2']").ClickAsync();
        await Expect(page.Locator("#details-findings")).ToContainTextAsync("Rokt deduplicates by it");
        await page.Keyboard.PressAsync("Escape");

        await Expect(page.Locator("tr[data-number='3']")).ToContainTextAsync("duplicate of 1");
        await page.Locator("tr[data-number='3']").ClickAsync();
        await page.Locator("#details-findings button").ClickAsync();
        await Expect(page.Locator("#details-title")).ToContainTextAsync("Request 1:");
    }

    [Fact]
    public async Task A_fault_armed_on_the_page_makes_the_SDK_retry_and_succeed_and_the_rows_show_it()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        using EventApiClient client = Client(sandbox);

        await page.Locator("#fault-what").SelectOptionAsync("503");
        await page.Locator("#fault-amount").FillAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Arm" }).ClickAsync();
        await Expect(page.Locator("#armed")).ToHaveTextAsync("Armed: 503, 2 left.");
        SendResult result = await client.SendAsync(Conversion("ref-1").Build(), Cancellation);

        Assert.Equal((SendStatus.Accepted, 3), (result.Status, result.Attempts));
        await Expect(page.Locator("tr[data-number='1']")).ToContainTextAsync("fault: 503");
        await Expect(page.Locator("tr[data-number='2']")).ToContainTextAsync("attempt 2");
        await Expect(page.Locator("tr[data-number='3']")).ToContainTextAsync("attempt 3");
        await Expect(page.Locator("tr[data-number='3']")).ToContainTextAsync("202");
        await Expect(page.Locator("#count-failed")).ToHaveTextAsync("2");
        await Expect(page.Locator("#armed")).ToHaveTextAsync("Nothing is armed.");
    }

    [Fact]
    public async Task A_throttle_set_on_the_page_responds_with_429()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        using EventApiClient client = Client(sandbox, configure: options => options.Retry.MaxRetryAttempts = 0);

        await page.Locator("#throttle-rate").FillAsync("0.1");
        await page.Locator("#throttle-wait").FillAsync("60");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToHaveTextAsync("");
        while ((await client.SendAsync(Conversion("ref").Build(), Cancellation)).Status == SendStatus.Accepted)
        {
            // The click may still be on its way.
        }

        await Expect(page.Locator("#count-throttled")).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task What_was_sent_stays_text()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        var problems = new List<string>();
        page.Dialog += async (_, dialog) =>
        {
            problems.Add("a dialog");
            await dialog.DismissAsync();
        };
        page.Console += (_, message) => problems.Add(message.Text);
        page.PageError += (_, error) => problems.Add(error);
        const string Markup = "<script>alert(1)</script><img src=x onerror=alert(2)>";
        using EventApiClient client = Client(sandbox);

        await client.SendAsync(Conversion(Markup).WithProductName(Markup).WithAttribute(Markup, Markup).Build(), Cancellation);
        await page.Locator("tr[data-number='1'] button").ClickAsync();

        await Expect(page.Locator("tr[data-number='1']")).ToContainTextAsync(Markup);
        await Expect(page.Locator("#details-body")).ToContainTextAsync($"\"productname\": \"{Markup}\"");
        Assert.Equal(0, await page.Locator("#rows script, #rows img, #details script, #details img").CountAsync());
        Assert.Empty(problems);
    }

    [Fact]
    public async Task Personal_data_is_masked_until_the_switch_shows_it()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        using EventApiClient client = Client(sandbox);
        await client.SendAsync(Conversion("ref-1").Build(), Cancellation);

        await page.Locator("tr[data-number='1']").ClickAsync();
        await Expect(page.Locator("#details-body")).ToContainTextAsync("\"email\": \"•••\"");
        Assert.DoesNotContain("john.doe", await page.ContentAsync(), StringComparison.Ordinal);

        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Switch, new() { Name = "Show personal data" }).ClickAsync();
        await page.Locator("tr[data-number='1']").ClickAsync();
        await Expect(page.Locator("#details-body")).ToContainTextAsync("\"email\": \"john.doe@example.com\"");
        await Expect(page.Locator("#details-headers")).ToContainTextAsync("Basic •••");
    }

    [Fact]
    public async Task Rows_can_be_filtered_paused_and_cleared_and_walked_with_the_keyboard()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        using EventApiClient client = Client(sandbox);
        await client.SendAsync(Conversion("apple").Build(), Cancellation);
        await client.SendAsync(Conversion("pear").Build(), Cancellation);
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(2);

        await page.Locator("#filter").FillAsync("APPLE");
        await Expect(page.Locator("#rows tr:visible")).ToHaveCountAsync(1);
        await page.Locator("#filter").FillAsync("");

        await page.Locator("tr[data-number='2'] button").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#details-title")).ToContainTextAsync("Request 1:");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#details")).Not.ToBeVisibleAsync();

        await page.Locator("#pause").ClickAsync();
        await client.SendAsync(Conversion("plum").Build(), Cancellation);
        await Expect(page.Locator("#pause")).ToHaveTextAsync("Resume (1 new)");
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(2);
        await page.Locator("#pause").ClickAsync();
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(3);

        await page.Locator("#clear").ClickAsync();
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(0);
        Assert.Empty(sandbox.Requests);
        await Expect(page.Locator("#count-accepted")).ToHaveTextAsync("3");
    }

    [Theory]
    [InlineData(1280, 900, ColorScheme.Light, "sandbox")]
    [InlineData(1280, 900, ColorScheme.Dark, "sandbox-dark")]
    [InlineData(390, 844, ColorScheme.Light, "sandbox-phone")]
    [InlineData(390, 844, ColorScheme.Dark, "sandbox-phone-dark")]
    public async Task It_fits_the_window_and_a_screenshot_is_kept(int width, int height, ColorScheme colors, string name)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        var size = new ViewportSize { Width = width, Height = height };
        string folder = Environment.GetEnvironmentVariable("SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "Screenshots");
        IPage page = await browser.OpenAsync(sandbox.BaseAddress, new BrowserNewPageOptions { ViewportSize = size, ColorScheme = colors });
        await Expect(page.Locator("#example")).ToContainTextAsync("curl");
        Assert.True(await FitsAsync(page), "The empty page is wider than its window.");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-empty.png") });
        await SendExamplesAsync(sandbox);

        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(sandbox.Requests.Count);
        Assert.True(await FitsAsync(page), "The page is wider than its window.");

        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        await page.Locator("#rows tr").First.ClickAsync();
        await Expect(page.Locator("#details")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}-request.png") });
    }

    [Fact]
    public async Task An_empty_page_says_how_to_send_and_its_curl_line_is_accepted()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);

        await Expect(page.Locator("#endpoint")).ToHaveTextAsync($"{sandbox.BaseAddress}v2/events");
        foreach (string language in new[] { "PHP", "Python", "Node" })
        {
            await page.GetByRole(AriaRole.Tab, new() { Name = language }).ClickAsync();
            await Expect(page.Locator("#example")).ToContainTextAsync($"{sandbox.BaseAddress}v2/events");
            await Expect(page.Locator("#example")).ToContainTextAsync("confirmationref");
        }

        await page.GetByRole(AriaRole.Tab, new() { Name = "C#" }).ClickAsync();
        await Expect(page.Locator("#example")).ToContainTextAsync($"new Uri(\"{sandbox.BaseAddress}\")");
        await page.GetByRole(AriaRole.Tab, new() { Name = "curl" }).ClickAsync();
        string line = (await page.Locator("#example").TextContentAsync())!;
        using var shell = Process.Start("sh", ["-c", $"{line} --silent --output /dev/null"]);
        await shell.WaitForExitAsync(Cancellation);

        Assert.Equal(202, Assert.Single(sandbox.Requests).StatusCode);
        await Expect(page.Locator("#examples pre")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_three_grades_are_told_apart_in_the_list_and_in_a_request()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        const string Event = """{"event_type":"custom_event","data":{"custom_attributes":{"amount":"100.00","currency":"USD"}}}""";

        await SendAsync(sandbox, $$"""{"environment":"development","user_identities":{"email":"john.doe@example.com"},"events":[{{Event}}]}""");
        await http.GetAsync("/v2/events", Cancellation);

        ILocator row = page.Locator("tr[data-number='1']");
        await Expect(row.Locator(".note.refused")).ToHaveTextAsync("1 refused");
        await Expect(row.Locator(".note.against")).ToHaveTextAsync("1 against the guide");
        await Expect(row.Locator(".note.advice")).ToHaveTextAsync("2 hints");
        await Expect(row.Locator(".match")).ToHaveTextAsync("1/12");
        await Expect(page.Locator("tr[data-number='2']")).ToContainTextAsync("GET /v2/events");
        await row.ClickAsync();
        await Expect(page.Locator("#details-findings .refused")).ToContainTextAsync("Refused");
        await Expect(page.Locator("#details-findings .against")).ToContainTextAsync("must be a JSON number, not a string.");
        await Expect(page.Locator("#details-findings .against small")).ToContainTextAsync("The guide:");
    }

    [Fact]
    public async Task At_phone_width_the_requests_stand_before_the_controls()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        IPage page = await browser.OpenAsync(sandbox.BaseAddress, new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 } });

        float requests = (await page.Locator(".requests").BoundingBoxAsync())!.Y;
        float faults = (await page.Locator(".faults").BoundingBoxAsync())!.Y;

        Assert.True(requests < faults, $"Requests at {requests}, faults at {faults}.");
    }

    [Fact]
    public async Task A_page_that_was_opened_with_the_token_works_and_one_without_says_what_is_missing()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { AccessToken = "a-token-of-some-length" }, Cancellation);
        using EventApiClient client = Client(sandbox);

        IPage without = await browser.OpenAsync(sandbox.BaseAddress);
        await Expect(without.Locator("body")).ToContainTextAsync("require the token");
        IPage page = await browser.OpenAsync(sandbox.PageAddress);
        await client.SendAsync(Conversion("ref-1").Build(), Cancellation);

        await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
        await Expect(page.Locator("#rows tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Arm" }).ClickAsync();
        await Expect(page.Locator("#armed")).ToHaveTextAsync("Armed: 503, 1 left.");
        Assert.Equal(sandbox.BaseAddress.AbsoluteUri, page.Url);
    }

    private static Task<bool> FitsAsync(IPage page) => page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth");

    // A little of everything, for the screenshots.
    private static async Task SendExamplesAsync(EventApiSandbox sandbox)
    {
        using EventApiClient us = Client(sandbox, "us1");
        using EventApiClient eu = Client(sandbox, "eu1", options => options.Environment = EventEnvironment.Production);
        using EventApiClient wrong = Client(sandbox, "us1", options => options.ApiSecret = "wrong");
        await us.SendAsync(Conversion("order-1001").WithProductName("T-shirt").Build(), Cancellation);
        await us.SendAsync(Conversion(null).WithAmount(24.50m, "USD").Build(), Cancellation);
        await eu.SendAsync(Conversion("order-1002").WithAmount(79.90m, "EUR").Build(), Cancellation);
        await wrong.SendAsync(Conversion("order-1003").Build(), Cancellation);
        sandbox.Arm(SandboxFault.Status(503));
        await us.SendAsync(Conversion("order-1003").WithAmount(12m, "USD").Build(), Cancellation);
        sandbox.Arm(SandboxFault.Status(429, retryAfter: TimeSpan.Zero));
        await us.SendAsync(Conversion("order-1004").WithAmount(310.75m, "USD").Build(), Cancellation);
        await us.SendAsync(Conversion("order-1001").WithQuantity(2).Build(), Cancellation);
        const string Event = """{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"amount":"59.90","currency":"USD","conversion_type":"purchase","confirmationref":"order-1005"}}}""";
        await SendAsync(sandbox, $$"""{"environment":"development","user_identities":{"email":"John.Doe@example.com"},"events":[{{Event}}]}""");
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody: true).ForShare(0.05));
    }

    // As a client in another language does.
    private static async Task SendAsync(EventApiSandbox sandbox, string body)
    {
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/events") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sandbox.ApiKey}:{sandbox.ApiSecret}")));
        await http.SendAsync(request, Cancellation);
    }

    private static ConversionEventBuilder Conversion(string? confirmationRef) => ConversionEvent.CreateBuilder()
        .WithEmail("john.doe@example.com").WithFirstName("John").WithLastName("Doe").WithMobile("123-456-7890").WithIpAddress("172.3.51.182")
        .WithClickId("3f2a-Click").WithConversionType("purchase").WithAmount(100.00m, "USD").WithConfirmationRef(confirmationRef);

    private static EventApiClient Client(EventApiSandbox sandbox, string pod = "", Action<EventApiOptions>? configure = null)
    {
        var options = new EventApiOptions
        {
            ApiKey = sandbox.ApiKey,
            ApiSecret = sandbox.ApiSecret,
            Environment = EventEnvironment.Development,
            BaseAddress = new Uri(sandbox.BaseAddress, pod),
        };
        options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
        configure?.Invoke(options);
        return new EventApiClient(options);
    }
}
