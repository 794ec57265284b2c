using System.Net;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>Everything that <see cref="IEventApiClient"/> is documented to return and to throw, from a fake.</summary>
public sealed class ClientFakeTests
{
    private static readonly ConversionEvent Conversion =
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("XYZ123").Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<SendResult, SendStatus, int?, int> Results => new()
    {
        { SendResult.Accepted(), SendStatus.Accepted, 202, 1 },
        { SendResult.Rejected(), SendStatus.Rejected, null, 0 },
        { SendResult.Rejected(HttpStatusCode.Forbidden), SendStatus.Rejected, 403, 1 },
        { SendResult.Unavailable(), SendStatus.Unavailable, null, 1 },
        { SendResult.Unavailable(TimeSpan.FromSeconds(30), HttpStatusCode.TooManyRequests), SendStatus.Unavailable, 429, 1 },
        { new SendResult(SendStatus.Accepted, attempts: 3, HttpStatusCode.OK), SendStatus.Accepted, 200, 3 },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task A_fake_client_returns_every_outcome(SendResult result, SendStatus status, int? statusCode, int attempts)
    {
        var client = new FakeEventApiClient(_ => result);

        SendResult sent = await client.SendAsync(Conversion, Cancellation);
        IReadOnlyList<SendResult> several = await client.SendAsync([Conversion, Conversion], Cancellation);
        List<StreamedResult> streamed = await client.SendStreamAsync(new[] { Conversion }.ToAsyncEnumerable(), cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.Equal((status, statusCode, attempts), (sent.Status, (int?)sent.StatusCode, sent.Attempts));
        Assert.Equal([result, result], several);
        Assert.Same(result, Assert.Single(streamed).Result);
    }

    [Fact]
    public void A_result_has_every_detail_that_it_is_created_with()
    {
        EventApiError error = new("TOO_MANY_REQUESTS", "Slow down.");
        SendResult created = new(SendStatus.Unavailable, 2, HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(5), [error], "account", 97.5);
        SendResult rejected = SendResult.Rejected(HttpStatusCode.BadRequest, new EventApiError("BAD_REQUEST", "Malformed."), error);
        SendResult unavailable = SendResult.Unavailable(TimeSpan.FromSeconds(5), HttpStatusCode.ServiceUnavailable, error);

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(5)), (created.StatusCode, created.RetryAfter));
        Assert.Equal(("account", 97.5), (created.RateLimitExceeded, created.RateLimitPercentageUsed));
        Assert.Equal(("TOO_MANY_REQUESTS", "Slow down."), (Assert.Single(created.Errors).Code, created.Errors[0].Message));
        Assert.Equal(["BAD_REQUEST", "TOO_MANY_REQUESTS"], rejected.Errors.Select(reason => reason.Code));
        Assert.Equal((TimeSpan.FromSeconds(5), error), (unavailable.RetryAfter, Assert.Single(unavailable.Errors)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SendResult((SendStatus)0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SendResult(SendStatus.Accepted, -1));
    }

    [Fact]
    public async Task A_fake_client_throws_what_a_client_and_a_result_throw()
    {
        SendResult rejected = SendResult.Rejected(HttpStatusCode.Forbidden);
        ConversionEventViolation violation = new("user_identities.email", "is too long", limit: 320, actual: 321);
        Exception[] documented = [new EventApiException(rejected), new InvalidConversionEventException([violation]), new OperationCanceledException(), new ArgumentNullException()];

        foreach (Exception exception in documented)
        {
            var client = new FakeEventApiClient(_ => throw exception);
            Assert.Same(exception, await Record.ExceptionAsync(() => client.SendAsync(Conversion, Cancellation)));
        }

        Assert.Same(rejected, Assert.Throws<EventApiException>(rejected.EnsureAccepted).Result);
        Assert.True(Assert.Throws<EventApiException>(SendResult.Unavailable().EnsureAccepted).IsTransient);
        SendResult.Accepted().EnsureAccepted();
        Assert.Equal((320, 321), (violation.Limit, violation.Actual));
    }
}
