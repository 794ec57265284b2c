using System.Text.RegularExpressions;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>What becomes of each event when the server refuses a batch for what it holds.</summary>
public sealed partial class BatchSendTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task One_event_that_the_server_does_not_take_rejects_no_other(int statusCode)
    {
        using var test = new ClientUnderTest();
        Judge(test, body => body.Contains("bad", StringComparison.Ordinal) ? statusCode : 202, times: 50);
        ConversionEvent[] events = [.. Enumerable.Range(0, 100).Select(i => Event(i == 37 ? "bad" : $"{i}"))];

        IReadOnlyList<SendResult> results = await test.Client.SendAsync(events, Cancellation);

        Assert.Equal(events.Select(conversion => conversion.ConfirmationRef == "bad"), results.Select(result => result.Status == SendStatus.Rejected));
        Assert.Equal(statusCode, (int?)results[37].StatusCode);
        Assert.Equal(events.Length - 1, Accepted(test).Distinct().Count());
        Assert.Equal(Accepted(test).Count(), Accepted(test).Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_costs_two_requests_per_halving()
    {
        using var test = new ClientUnderTest();
        Judge(test, body => body.Contains("bad", StringComparison.Ordinal) ? 400 : 202, times: 50);

        await test.Client.SendAsync([Event("0"), Event("1"), Event("2"), Event("3"), Event("4"), Event("bad"), Event("6"), Event("7")], Cancellation);

        Assert.Equal(1 + (2 * 3), test.Handler.Requests);
        Assert.Equal([8, 4, 4, 2, 1, 1, 2], test.Handler.Bodies.Select(body => References(body).Length));
    }

    [Fact]
    public async Task Events_that_are_all_refused_each_have_the_response_to_themselves()
    {
        using var test = new ClientUnderTest();
        Judge(test, body => References(body) is ["1"] ? 413 : 400, times: 50);

        IReadOnlyList<SendResult> results = await test.Client.SendAsync([Event("0"), Event("1"), Event("2")], Cancellation);

        Assert.Equal([400, 413, 400], results.Select(result => (int)result.StatusCode!.Value));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task What_is_no_judgement_of_the_events_is_not_asked_again(int statusCode)
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        Judge(test, _ => statusCode, times: 50);

        IReadOnlyList<SendResult> results = await test.Client.SendAsync([Event("0"), Event("1")], Cancellation);

        Assert.Equal(1, test.Handler.Requests);
        Assert.Same(results[0], results[1]);
    }

    [Fact]
    public async Task Each_half_has_a_request_id_of_its_own()
    {
        using var test = new ClientUnderTest(options => options.SendRequestId = true);
        Judge(test, body => References(body).Length > 1 ? 400 : 202, times: 50);

        await test.Client.SendAsync([Event("0"), Event("1"), Event("2")], Cancellation);

        string[] ids = [.. test.Handler.Bodies.Select(body => RequestId().Match(body).Value)];
        Assert.Equal(5, ids.Distinct().Count());
        Assert.DoesNotContain("", ids);
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_the_others_their_own_results()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(202);
        test.Handler.Respond(503);
        ConversionEvent other = GuideExample.Builder().WithEmail("jane.doe@example.com").Build();

        IReadOnlyList<SendResult> results = await test.Client.SendAsync([Event("0"), other, Event("1")], Cancellation);

        Assert.Equal([SendStatus.Accepted, SendStatus.Unavailable, SendStatus.Accepted], results.Select(result => result.Status));
    }

    private static ConversionEvent Event(string confirmationRef) => GuideExample.Builder().WithConfirmationRef(confirmationRef).Build();

    private static void Judge(ClientUnderTest test, Func<string, int> statusCode, int times)
    {
        for (int i = 0; i < times; i++)
        {
            test.Handler.Add(_ => Task.FromResult(ScriptedHandler.Response(statusCode(test.Handler.Bodies.Last()))));
        }
    }

    private static IEnumerable<string> Accepted(ClientUnderTest test) =>
        test.Handler.Bodies.Where(body => !body.Contains("bad", StringComparison.Ordinal)).SelectMany(References);

    private static string[] References(string body) => [.. ConfirmationRef().Matches(body).Select(match => match.Groups["ref"].Value)];

    [GeneratedRegex("\"confirmationref\":\"(?<ref>[^\"]*)\"")]
    private static partial Regex ConfirmationRef();

    [GeneratedRegex("(?<=\"source_request_id\":\")[^\"]+")]
    private static partial Regex RequestId();
}
