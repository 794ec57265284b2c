using System.Globalization;
using System.Text.Json;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Every export, sent to a sandbox, against what is right for it.</summary>
public sealed class ExportsTests
{
    // The guide's form of a number has no letters, so the extension comes off.
    private const string Extension = " ext. 3";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Exports");

    private static readonly JsonElement Expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty("files");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Files => [.. Expected.EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_conversions_of_an_export_are_the_right_ones(string name)
    {
        JsonElement expected = Expected.GetProperty(name);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        File.Copy(Path.Combine(Folder, name), tool.PathOf(name));

        (ToolResult result, JsonElement report) = await tool.RunJsonAsync(
            ["send", name, "-e", "development", "--allow-old", .. Options(expected.GetProperty("options"))]);

        JsonElement file = report.GetProperty("files")[0];
        JsonElement summary = expected.GetProperty("summary");
        Assert.NotEqual("unknown", file.GetProperty("system").GetString());
        Assert.Equal(expected.GetProperty("dataRows").GetInt64(), file.GetProperty("rows").GetInt64());
        Assert.Equal(summary.GetProperty("rejected").GetInt64(), file.GetProperty("rejected").GetInt64());
        Assert.Equal(summary.GetProperty("skipped").GetInt64(), file.GetProperty("skipped").EnumerateObject().Sum(reason => reason.Value.GetInt64()));
        Assert.Equal(
            expected.GetProperty("conversions").EnumerateArray().Select(DescribeExpected).Order(),
            Received.Accepted(sandbox).Select(Describe).Order());
        Assert.Equal(summary.GetProperty("rejected").GetInt64() > 0 ? 1 : 0, result.ExitCode);
    }

    [Theory]
    [InlineData("shopify_order_transactions.csv", "orders export")]
    [InlineData("woocommerce_analytics_orders.csv", "Advanced Order Export or WebToffee's")]
    [InlineData("square_transactions.csv", "customer directory export")]
    [InlineData("prestashop_orders.csv", "SQL Manager")]
    [InlineData("etsy_sold_order_items.csv", "no buyer's address in any file")]
    [InlineData("amazon_all_orders.txt", "relay address")]
    [InlineData("google_ads_offline_conversions.csv", "click id is no identity")]
    public async Task An_export_without_addresses_gets_one_sentence_that_says_what_to_use(string name, string sentence)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        File.Copy(Path.Combine(Folder, name), tool.PathOf(name));

        ToolResult result = await tool.RunAsync("send", name, "-e", "development", "--currency", "USD");

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Output.Split(sentence)[1..]);
        Assert.DoesNotContain("An e-mail address or its SHA-256 is required", result.Output, StringComparison.Ordinal);
        Assert.Empty(sandbox.Requests);
        Assert.Equal([name], Directory.EnumerateFiles(tool.Folder).Select(Path.GetFileName));
    }

    private static IEnumerable<string> Options(JsonElement options)
    {
        if (options.TryGetProperty("timeZone", out JsonElement zone))
        {
            yield return "--time-zone";
            yield return zone.GetString()!.Split(' ')[0];
        }

        if (options.TryGetProperty("currency", out _))
        {
            yield return "--currency";
            yield return "USD";
        }
    }

    private static string DescribeExpected(JsonElement conversion)
    {
        string? Value(string name) => conversion.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.ToString() : null;
        return Describe(
            Value("confirmationref"), Value("email"), conversion.GetProperty("amount").GetDecimal(), Value("currency") ?? "USD", Value("quantity"), Value("eventTimeUtc"),
            Value("firstname"), Value("lastname"), Value("mobile")?.Replace(Extension, "", StringComparison.Ordinal), Value("sku"), Value("productname"), Value("paymenttype"), Value("transactionid"));
    }

    private static string Describe(JsonElement batch)
    {
        long milliseconds = Received.Member(batch, "events.data.timestamp_unixtime_ms")!.Value.GetInt64();
        return Describe(
            Received.Attribute(batch, "confirmationref"),
            Received.Member(batch, "user_identities.email")?.ToString(),
            Received.Member(batch, "events.data.custom_attributes.amount")!.Value.GetDecimal(),
            Received.Attribute(batch, "currency"),
            Received.Attribute(batch, "quantity"),
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            Received.Member(batch, "user_attributes.firstname")?.ToString(),
            Received.Member(batch, "user_attributes.lastname")?.ToString(),
            Received.Member(batch, "user_attributes.mobile")?.ToString(),
            Received.Attribute(batch, "sku"),
            Received.Attribute(batch, "productname"),
            Received.Attribute(batch, "paymenttype"),
            Received.Attribute(batch, "transactionid"));
    }

    private static string Describe(string? reference, string? email, decimal amount, params string?[] rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{reference} | {email} | {amount:0.##} | {string.Join(" | ", rest.Select(value => value ?? "-"))}");
}
