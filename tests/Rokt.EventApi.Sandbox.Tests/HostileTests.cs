using System.Diagnostics;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>Texts and bodies that are made to take long or much.</summary>
public sealed class HostileTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(50);
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Texts
    {
        get
        {
            const int Length = 4096;
            string[] units = ["1", "1x", "1-", "(", "+1 ", "@", "a@", ".", "a.", "0:", "::", "f", "%", " ", "\t", "\u0301", "é", "İ", "\\", "\"", "{", "1e", "-", "🙂"];
            var data = new TheoryData<string>();
            foreach (string unit in units)
            {
                data.Add(Repeat(unit, Length));
                data.Add(Repeat(unit, Length - 1) + "x");
            }

            data.Add(new string('1', 50) + "x");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_text_of_4096_characters_in_every_field_is_judged_in_time_that_grows_with_its_length(string text)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = Batch.Complete();
        Fill(root, text);
        string body = root.ToJsonString(Options).Replace("\\uD83D\\uDE42", "🙂", StringComparison.Ordinal);
        await client.PostAsync(RawClient.Body("complete"));

        // The best of many: what else the machine does is no fault of the checks.
        TimeSpan best = TimeSpan.MaxValue;
        var all = Stopwatch.StartNew();
        while (best > Limit && all.Elapsed < TimeSpan.FromSeconds(20))
        {
            var stopwatch = Stopwatch.StartNew();
            HttpResponseMessage response = await client.PostAsync(body);
            best = stopwatch.Elapsed < best ? stopwatch.Elapsed : best;
            Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }

        Assert.True(best <= Limit, $"It took {best.TotalMilliseconds} ms.");
    }

    [Fact]
    public async Task Credentials_come_before_the_body_is_looked_at()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(503));

        HttpResponseMessage response = await client.PostAsync("""{"events":[1,1,1]}""", request => request.Headers.Authorization = null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        SandboxFinding finding = Assert.Single(sandbox.Requests[0].Findings);
        Assert.Contains("Authorization", finding.Message, StringComparison.Ordinal);
        Assert.Equal("""{"events":[1,1,1]}""", sandbox.Requests[0].BodyText);
        Assert.Equal(503, (int)(await client.PostAsync("{}")).StatusCode);
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(51, 51)]
    [InlineData(130_000, 51)]
    public async Task Findings_have_a_bound_per_grade_and_the_rest_is_counted(int events, int findings)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = Batch.Complete();
        root.Remove("events");
        string batch = root.ToJsonString();

        HttpResponseMessage response = await client.PostAsync($"{batch[..^1]},\"events\":[{string.Join(',', Enumerable.Repeat('1', events))}]}}");

        ReceivedRequest request = sandbox.Requests[0];
        Assert.Equal(findings, request.Findings.Count(finding => finding.Grade == SandboxGrade.Refused));
        Assert.InRange((await response.Content.ReadAsByteArrayAsync(Cancellation)).Length, 1, 10_000);
        if (events > 50)
        {
            Assert.Contains($"{events - 50} more", request.Findings.Last(finding => finding.Grade == SandboxGrade.Refused).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_of_200_kB_is_not_repeated_in_its_finding()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = Batch.Complete();
        root.Conversion()[new string('n', 200_000)] = new JsonObject();

        await client.PostAsync(root.ToJsonString());

        Assert.All(sandbox.Requests[0].Findings, finding => Assert.InRange(finding.ToString().Length, 1, 500));
    }

    [Fact]
    public async Task A_body_that_grows_when_it_is_indented_is_shown_in_part()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        await client.PostAsync($"{new string('[', 60)}{string.Join(',', Enumerable.Repeat("\"\"", 87_000))}{new string(']', 60)}");

        string details = await http.GetStringAsync("/sandbox/requests/1", Cancellation);

        Assert.InRange(details.Length, 500_000, 1_500_000);
        Assert.Contains("the rest is not shown", details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_take_16_MiB_at_most()
    {
        const int Size = 256 * 1024;
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        string body = RawClient.Body("complete").PadRight(Size);

        for (int i = 0; i < 80; i++)
        {
            await client.PostAsync(body);
        }

        Assert.InRange(sandbox.Requests.Sum(request => (long)request.Body.Length), 15 * 1024 * 1024, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task Headers_and_paths_count_as_well()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        string header = new('h', 24 * 1024);

        for (int i = 0; i < 500; i++)
        {
            await client.PostAsync("", request =>
            {
                request.Headers.Authorization = null;
                request.Headers.Add("X-Filler", header);
            });
        }

        Assert.InRange(sandbox.Requests.Count, 290, 360);
    }

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));

    private static void Fill(JsonNode node, string text)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                Fill(item!, text);
            }

            return;
        }

        JsonObject parent = node.AsObject();
        foreach (string name in parent.Select(member => member.Key).ToArray())
        {
            if (parent[name] is JsonObject or JsonArray)
            {
                Fill(parent[name]!, text);
            }
            else if (name != "other")
            {
                parent[name] = text;
            }
        }
    }
}
