using System.Net.Http.Json;
using System.Text.Json;

namespace Rokt.EventApi.Tests.Samples;

public sealed class SampleTests : IDisposable
{
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public SampleTests() => _timeout.CancelAfter(TimeSpan.FromMinutes(1));

    public void Dispose() => _timeout.Dispose();

    [Fact]
    public async Task The_quickstart_shows_what_the_server_received_and_answered()
    {
        using SampleProcess quickstart = SampleProcess.Start("Quickstart");

        string output = await quickstart.ReadToEndAsync(_timeout.Token);

        Assert.Equal(0, quickstart.ExitCode);
        Assert.Contains("POST http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("/v2/events", output, StringComparison.Ordinal);
        Assert.Contains(Serialization.Wire.Snapshot("guide-example"), output, StringComparison.Ordinal);
        Assert.Contains("The server answered 202; the client reports: Accepted (status code 202, attempts 1)", output, StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic ***", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checkout_sends_the_conversion_of_an_order_and_keeps_one_that_lacks_what_a_conversion_needs()
    {
        using SampleProcess shop = SampleProcess.Start("AspNetCore", "--urls", "http://127.0.0.1:0");
        string listening = await shop.ReadUntilAsync("Now listening on: ", _timeout.Token);
        using var http = new HttpClient { BaseAddress = new Uri(listening[listening.IndexOf("http", StringComparison.Ordinal)..]) };

        JsonElement good = await CheckoutAsync(http, new { Id = "order-1", Email = "john.doe@example.com", FirstName = "John", Total = 100.00m, Currency = "USD", Items = 1 });
        JsonElement bad = await CheckoutAsync(http, new { Id = "order-2", Email = "john.doe", Total = 100.00m, Currency = "dollars", Items = 1 });

        Assert.Equal(("order-1", "Accepted"), (good.GetProperty("id").GetString(), good.GetProperty("conversion").GetString()));
        Assert.Equal(("order-2", "Invalid"), (bad.GetProperty("id").GetString(), bad.GetProperty("conversion").GetString()));
        Assert.Equal("Healthy", await http.GetStringAsync("/health", _timeout.Token));
    }

    private async Task<JsonElement> CheckoutAsync(HttpClient http, object order)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync("/checkout", order, _timeout.Token);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(_timeout.Token);
    }
}
