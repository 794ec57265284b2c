using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Rokt.EventApi.Sandbox.EndToEnd.Tests;

/// <summary>2,000 batches per second for 20 seconds, from this process to one of its own.</summary>
[Collection(nameof(LoadTests))]
[CollectionDefinition(nameof(LoadTests), DisableParallelization = true)]
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int PerSecond = 2000;
    private const int Seconds = 20;
    private const int Lanes = 16;
    private const int MaxMegabytes = 150;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_takes_2000_batches_per_second_with_flat_memory_and_the_page_still_responds()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(Cancellation);
        using var process = Process.GetProcessById(sandbox.Id);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Lanes * 2 }) { BaseAddress = sandbox.Address };
        var credentials = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("sandbox-key:sandbox-secret"u8));
        int sent = 0;
        int accepted = 0;
        var memory = new List<long>();
        TimeSpan slowestPage = TimeSpan.Zero;

        var stopwatch = Stopwatch.StartNew();
        Task watching = Task.Run(async () =>
        {
            while (stopwatch.Elapsed < TimeSpan.FromSeconds(Seconds))
            {
                await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
                TimeSpan started = stopwatch.Elapsed;
                (await http.GetAsync("/", Cancellation)).EnsureSuccessStatusCode();
                (await http.GetAsync("/sandbox/requests", Cancellation)).EnsureSuccessStatusCode();
                slowestPage = stopwatch.Elapsed - started > slowestPage ? stopwatch.Elapsed - started : slowestPage;
                process.Refresh();
                memory.Add(process.WorkingSet64 / 1024 / 1024);
            }
        }, Cancellation);

        // Each lane sends the next of all batches when that one is due.
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref sent)) <= PerSecond * Seconds)
            {
                TimeSpan wait = TimeSpan.FromSeconds((double)number / PerSecond) - stopwatch.Elapsed;
                if (wait > TimeSpan.FromMilliseconds(1))
                {
                    await Task.Delay(wait, Cancellation);
                }

                using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body(number)));
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/events") { Content = content, Headers = { Authorization = credentials } };
                using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
                if ((int)response.StatusCode == 202)
                {
                    Interlocked.Increment(ref accepted);
                }
            }
        }, Cancellation)));
        double perSecond = PerSecond * Seconds / stopwatch.Elapsed.TotalSeconds;
        await watching;
        process.Refresh();
        double possible = accepted / process.TotalProcessorTime.TotalSeconds;

        output.WriteLine($"{perSecond:0} batches per second, {possible:0} per second of one core; memory, MB: {string.Join(' ', memory)}; slowest response of the page: {slowestPage.TotalMilliseconds:0} ms");
        Assert.Equal(PerSecond * Seconds, accepted);

        // How many arrive each second is up to what else the machine does; what a batch takes of a core is not.
        Assert.True(possible > PerSecond, $"A second of one core takes {possible:0} batches, and {perSecond:0} came each second.");
        Assert.True(memory.Max() < MaxMegabytes, $"Memory grew: {string.Join(' ', memory)} MB.");
        Assert.True(slowestPage < TimeSpan.FromSeconds(10), $"The page took {slowestPage}.");
    }

    private static string Body(int number) => $$$$"""
        {"environment":"development","user_identities":{"email":"customer{{{{number}}}}@example.com"},
        "user_attributes":{"firstname":"John","lastname":"Doe","mobile":"123-456-7890","ipaddress":"172.3.51.182"},
        "events":[{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"amount":100.00,
        "currency":"USD","quantity":1,"conversiontype":"purchase","productname":"T-shirt","sku":"230847","paymenttype":"VISA",
        "margin":10.0,"transactionid":"t-{{{{number}}}}","confirmationref":"ref-{{{{number}}}}"}}}]}
        """;
}
