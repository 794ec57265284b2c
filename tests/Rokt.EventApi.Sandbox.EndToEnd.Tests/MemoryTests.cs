using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Rokt.EventApi.Sandbox.EndToEnd.Tests;

/// <summary>Requests of 256 kB, with and without credentials, made to take memory.</summary>
[Collection(nameof(LoadTests))]
public sealed class MemoryTests(ITestOutputHelper output)
{
    private const int Size = 256 * 1024;
    private const int Lanes = 32;
    private const int Rounds = 60;
    private const int MaxMegabytes = 150;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stays_below_150_MB_whatever_is_sent()
    {
        using SandboxProcess sandbox = await SandboxProcess.StartAsync(Cancellation, "--keep", "10000");
        using var process = Process.GetProcessById(sandbox.Id);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Lanes }) { BaseAddress = sandbox.Address, Timeout = TimeSpan.FromMinutes(5) };
        byte[][] bodies = [.. Bodies().Select(Encoding.UTF8.GetBytes)];
        var memory = new List<long>();
        int sent = 0;

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, lane % 8 == 0 ? "/v2/bulkevents" : "/v2/events");
                request.Content = new ByteArrayContent(bodies[(lane + round) % bodies.Length]);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                if (lane % 4 != 0)
                {
                    request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("sandbox-key:sandbox-secret"u8));
                }

                using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
                if (Interlocked.Increment(ref sent) % 100 == 0)
                {
                    lock (memory)
                    {
                        process.Refresh();
                        memory.Add(process.WorkingSet64 / 1000 / 1000);
                    }
                }
            }
        }));

        output.WriteLine($"Memory, MB: {string.Join(' ', memory)}");
        Assert.True(memory.Max() < MaxMegabytes, $"Memory, MB: {string.Join(' ', memory)}");
    }

    private static IEnumerable<string> Bodies()
    {
        const string Batch = """{"environment":"development","user_identities":{"email":"john.doe@example.com"},"events":""";
        string Fill(string start, string unit, string end) => $"{start}{string.Concat(Enumerable.Repeat(unit, (Size - start.Length - end.Length) / unit.Length))}{end}";

        yield return Fill(Batch + "[1", ",1", "]}");
        yield return Fill(Batch + "[{}", ",{}", "]}");
        yield return Fill("[{}", ",{}", "]");
        yield return Fill(Batch + """[{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"confirmationref":" """, "x", "\"}}}]}");
        yield return Fill(Batch + "[{}", """,{"data":{"custom_attributes":{"confirmationref":"12345678901234567890"}}}""", "]}");
        yield return Fill(new string('[', 60) + "\"\"", ",\"\"", new string(']', 60));
        yield return Fill("{\"a\":1", " ", "}");
        yield return string.Concat("{", string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"{i:x5}\":1")), "}");
    }
}
