using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Tests.Samples;

public sealed class SampleTests : IDisposable
{
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public SampleTests() => _timeout.CancelAfter(TimeSpan.FromMinutes(1));

    public void Dispose() => _timeout.Dispose();

    [Fact]
    public async Task The_quickstart_shows_what_the_server_received_and_responded()
    {
        using SampleProcess quickstart = SampleProcess.Start("Quickstart");

        string output = await quickstart.ReadToEndAsync(_timeout.Token);

        Assert.Equal(0, quickstart.ExitCode);
        Assert.Contains("POST http://127.0.0.1:", output, StringComparison.Ordinal);
        Assert.Contains("/v2/events", output, StringComparison.Ordinal);
        Assert.Contains(Serialization.Wire.Snapshot("guide-example"), output, StringComparison.Ordinal);
        Assert.Contains("The server responded with 202; the client reports: Accepted (status code 202, attempts 1)", output, StringComparison.Ordinal);
        Assert.Contains("Authorization: Basic ***", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checkout_responds_while_the_API_is_down_and_its_conversions_arrive_when_it_is_back()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("shop-");
        using (SampleProcess shop = SampleProcess.Start(
            "AspNetCore", "--urls", "http://127.0.0.1:0", "--ConnectionStrings:Shop", $"Data Source={Path.Combine(folder.FullName, "shop.db")}"))
        {
            using HttpClient sandbox = ClientOf(await shop.ReadUntilAsync("See what arrives", _timeout.Token));
            using HttpClient http = ClientOf(await shop.ReadUntilAsync("Now listening on: ", _timeout.Token));

            await sandbox.PostAsJsonAsync("/sandbox/faults", new { statusCode = 503, percent = 100 }, _timeout.Token);
            string order = await CheckoutAsync(http, "john.doe@example.com");
            await CheckoutAsync(http, "john.doe");
            Assert.Equal(1, (await http.GetFromJsonAsync<JsonElement>("/outbox", _timeout.Token)).GetProperty("pending").GetInt32());

            await sandbox.DeleteAsync("/sandbox/faults", _timeout.Token);
            JsonElement outbox;
            do
            {
                outbox = await http.GetFromJsonAsync<JsonElement>("/outbox", _timeout.Token);
            }
            while (outbox.GetProperty("pending").GetInt32() > 0);

            JsonElement[] rows = [.. (await sandbox.GetFromJsonAsync<JsonElement>("/sandbox/requests", _timeout.Token)).EnumerateArray()];
            JsonElement accepted = Assert.Single(rows, row => row.GetProperty("statusCode").GetInt32() == 202);
            Assert.Equal(order, accepted.GetProperty("confirmationRef").GetString());
            Assert.Equal("Healthy", await http.GetStringAsync("/health", _timeout.Token));
        }

        folder.Delete(recursive: true);
    }

    private static HttpClient ClientOf(string line) => new() { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };

    /// <summary>Fills in the form as a browser does, and returns the order's number.</summary>
    private async Task<string> CheckoutAsync(HttpClient http, string email)
    {
        string page = await http.GetStringAsync("/checkout", _timeout.Token);
        string token = Regex.Match(page, "__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)", RegexOptions.RightToLeft).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("Email", email), new("FirstName", "John"), new("__RequestVerificationToken", token)]);
        using HttpResponseMessage response = await http.PostAsync("/checkout", form, _timeout.Token);
        response.EnsureSuccessStatusCode();
        return response.RequestMessage!.RequestUri!.Segments[^1];
    }
}
