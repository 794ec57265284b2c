using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>How the log names who did something.</summary>
public sealed class OperatorNameTests : IAsyncDisposable
{
    private readonly EmbeddedStore _store = new();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("Zoë O'Hara", "Zoë O'Hara")]
    [InlineData("a\r\nb\nc\rd", "a??b?c?d")]
    [InlineData("a\u0085b\u2028c\u2029d", "a?b?c?d")]
    [InlineData("a\0b\tc\u001b[31md\u007fe", "a?b?c?[31md?e")]
    public async Task What_is_of_no_line_never_reaches_the_log(string name, string logged) => Assert.Equal(logged, await LogAsync(name, "operator"));

    [Fact]
    public async Task A_long_name_is_cut() =>
        Assert.Equal((new string('n', 128), new string('n', 128)), (await LogAsync(new string('n', 128), "operator"), await LogAsync(new string('n', 129), "operator")));

    [Theory]
    [InlineData("olivia", "olivia", "id-7", "sub-7")]
    [InlineData("id-7", "", "id-7", "sub-7")]
    [InlineData("id-7", " ", "id-7", "")]
    [InlineData("sub-7", "", "", "sub-7")]
    [InlineData("an anonymous user", "", " ", "")]
    public async Task Without_a_name_the_next_claim_counts(string logged, string name, string id, string sub) => Assert.Equal(logged, await LogAsync(name, "operator", id, sub));

    private async Task<string> LogAsync(params string[] claims)
    {
        string user = string.Join(':', claims.Select(Uri.EscapeDataString));
        await using DashboardSite site = await DashboardSite.StartAsync(_store, new Uri("http://127.0.0.1:9"));
        using HttpResponseMessage opened = await site.SendAsync(HttpMethod.Get, "/session", user);
        JsonElement session = await opened.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

        using HttpResponseMessage response = await site.SendAsync(
            HttpMethod.Post, "/pause", user, """{"account":""}""", (session.GetProperty("header").GetString()!, session.GetProperty("token").GetString()!));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Assert.Single(site.Changes)["401 ".Length..^" paused the delivery of account \"\", for all instances.".Length];
    }
}
