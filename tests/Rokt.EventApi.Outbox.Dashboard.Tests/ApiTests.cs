using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>What the page is made of, over HTTP.</summary>
public sealed class ApiTests : IAsyncDisposable
{
    private readonly EmbeddedStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int, string> Refused => new()
    {
        { "/pause", """{"account":"nobody"}""", 404, "no outbox of that account" },
        { "/pause", """{"acount":""}""", 400, "cannot be understood" },
        { "/pause", "[", 400, "cannot be understood" },
        { "/pause", "null", 400, "cannot be understood" },
        { "/withdraw", """{"account":""}""", 400, "which conversion" },
        { "/erase", """{"account":""}""", 400, "which customer" },
        { "/erase", """{"account":"","customer":{}}""", 400, "CustomerKey" },
        { "/erase", """{"account":"","customer":{"email":"secret-marker@example.com"}}""", 400, "CustomerKey" },
        { "/find", """{"account":"nobody","confirmationRef":"1"}""", 404, "no outbox of that account" },
    };

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_done_is_reported_and_no_input_is_repeated(string path, string body, int status, string problem)
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));

        using HttpResponseMessage response = await site.ChangeAsync(path, body);
        string text = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(problem, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-marker", text, StringComparison.Ordinal);
        Assert.Empty(site.Changes);
    }

    [Fact]
    public async Task An_identity_that_is_not_valid_is_refused_without_being_repeated()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"), options => options.CustomerKey = new byte[16]);

        using HttpResponseMessage response = await site.ChangeAsync("/erase", """{"account":"","customer":{"hashedEmail":"secret-marker"}}""");
        string text = await response.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("SHA-256", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret-marker", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_share_of_429s_the_rate_and_the_limit_are_those_of_the_account()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(429, retryAfter: TimeSpan.Zero));
        await using DashboardSite site = await DashboardSite.StartAsync(_store, sandbox.BaseAddress, options => options.MaxBackoff = TimeSpan.FromSeconds(1), client => client.RateLimit.BatchesPerSecond = 100);
        await using var other = new EmbeddedStore();
        await using DashboardSite another = await DashboardSite.StartAsync(other, sandbox.BaseAddress);

        await site.Outbox.EnqueueAsync(ConversionEvent.CreateBuilder().WithEmail("a@example.com").Build(), Cancellation);
        await sandbox.WaitForRequestsAsync(2, Cancellation);
        JsonElement account = await UntilAsync(site, report => report.GetProperty("traffic").GetProperty("deliveredPerMinute").GetInt32() == 1);

        Assert.Equal(100, account.GetProperty("limit").GetDouble());
        JsonElement traffic = account.GetProperty("traffic");
        Assert.Equal(0.5, traffic.GetProperty("throttledShare").GetDouble());
        Assert.True(traffic.GetProperty("averageDelay").GetDouble() > 0);
        Assert.Equal(2, traffic.GetProperty("seconds").EnumerateArray().Sum(second => second.EnumerateObject().Sum(kind => kind.Value.GetInt32())));

        // Another application in the same process is not this one's.
        JsonElement none = (await another.GetAsync("/status")).GetProperty("accounts")[0].GetProperty("traffic");
        Assert.Equal((0, JsonValueKind.Null), (none.GetProperty("deliveredPerMinute").GetInt32(), none.GetProperty("throttledShare").ValueKind));
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_problem_of_its_account_and_a_change_of_it_fails_and_is_logged()
    {
        DataSourceStore store = DataSourceStore.OnSqlite();
        await store.InitializeAsync();
        await using DashboardSite site = await DashboardSite.StartAsync(store, new Uri("http://127.0.0.1:9"), options => options.Deliver = false);
        await store.ExecuteAsync("DROP TABLE rokt_outbox");

        JsonElement account = (await site.GetAsync("/status")).GetProperty("accounts")[0];
        using HttpResponseMessage response = await site.ChangeAsync("/requeue", """{"account":"","all":true}""");

        Assert.NotEqual("", account.GetProperty("problem").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.StartsWith("407 olivia asked for \"requeue\" of account \"\", which failed", Assert.Single(site.Changes), StringComparison.Ordinal);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_reason_that_nothing_has_is_not_logged()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));

        using HttpResponseMessage response = await site.ChangeAsync("/discard", """{"account":"","all":true,"reason":"john.doe@example.com"}""");

        Assert.Equal(0, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("count").GetInt32());
        Assert.Equal(["404 olivia discarded 0 conversions of account \"\" from dead letter: a reason that none has."], site.Changes);
    }

    private static async Task<JsonElement> UntilAsync(DashboardSite site, Func<JsonElement, bool> holds)
    {
        while (true)
        {
            JsonElement account = (await site.GetAsync("/status")).GetProperty("accounts")[0];
            if (holds(account))
            {
                return account;
            }

            await Task.Delay(50, Cancellation);
        }
    }
}
