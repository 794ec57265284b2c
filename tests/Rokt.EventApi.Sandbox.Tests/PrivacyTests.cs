using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>
/// The page and the record file show bodies: that is what they are for. The texts of the sandbox's types, its findings and spans show
/// nothing of a request.
/// </summary>
public sealed class PrivacyTests
{
    private const string Mark = "zqxmark";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"environment":"zqxmark","user_identities":{"email":"zqxmark at example","other":"zqxmark"},"user_attributes":{"mobile":"zqxmark","ipaddress":"zqxmark","firstname":"zqxmark"},"events":[{"event_type":"zqxmark","data":{"event_name":"zqxmark","custom_attributes":{"amount":"zqxmark","currency":"zqxmark","quantity":"zqxmark"}}}]}""")]
    [InlineData("""{"environment":"development","user_identities":{"email":"zqxmark@example.com"},"events":[{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"amount":1,"currency":"USD","confirmationref":"zqxmark"}}}]}""")]
    [InlineData("""{"environment":"development","user_identities":"zqxmark","events":"zqxmark"}""")]
    [InlineData($"{{\"environment\":{Mark}}}")]
    [InlineData($"\"{Mark}")]
    public async Task Nothing_of_a_request_is_shown_beside_page_and_record(string body)
    {
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("Rokt.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue($"{span.DisplayName} {string.Join(' ', span.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        var fault = SandboxFault.Status(400, body: Mark);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        string key = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sandbox.ApiKey}:{sandbox.ApiSecret}"));
        foreach (string authorization in new[] { $"Basic {key}", $"Basic {key}", Mark, $"Basic {Mark}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.BaseAddress, "v2/events")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            (await http.SendAsync(request, Cancellation)).Dispose();
        }

        string shown = string.Join('\n', [
            .. sandbox.Requests.SelectMany(request => (string[])[$"{request} {request.MatchScore}", .. request.Findings.Select(finding => $"{finding} {finding.Rule}")]),
            .. spans,
            fault.ToString(),
            sandbox.ToString(),
            new EventApiSandboxOptions { ApiSecret = Mark }.ToString()!,
        ]);

        Assert.Equal(4, sandbox.Requests.Count);
        Assert.Contains("Request 4: ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(key, shown, StringComparison.Ordinal);
    }
}
