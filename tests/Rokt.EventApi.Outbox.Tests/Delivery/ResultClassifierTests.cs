using System.Net;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What a result means for the outbox, and what is stored as its reason.</summary>
public sealed class ResultClassifierTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(400, nameof(ResultKind.ConversionRejected))]
    [InlineData(413, nameof(ResultKind.ConversionRejected))]
    [InlineData(415, nameof(ResultKind.ConversionRejected))]
    [InlineData(422, nameof(ResultKind.ConversionRejected))]
    [InlineData(401, nameof(ResultKind.CredentialsRefused))]
    [InlineData(403, nameof(ResultKind.CredentialsRefused))]
    [InlineData(404, nameof(ResultKind.Failed))]
    [InlineData(407, nameof(ResultKind.Failed))]
    [InlineData(409, nameof(ResultKind.Failed))]
    public void Only_a_status_that_judges_the_body_rejects_the_conversion(int statusCode, string expected) =>
        Assert.Equal(expected, ResultClassifier.Classify(SendResult.Rejected((HttpStatusCode)statusCode)).ToString());

    [Fact]
    public void Each_other_result_means_what_it_says()
    {
        Assert.Equal(ResultKind.Accepted, ResultClassifier.Classify(SendResult.Accepted()));
        Assert.Equal(ResultKind.ConversionRejected, ResultClassifier.Classify(SendResult.Rejected()));
        Assert.Equal(ResultKind.NotSent, ResultClassifier.Classify(new SendResult(SendStatus.Unavailable, attempts: 0)));
        Assert.Equal(ResultKind.NotSent, ResultClassifier.Classify(new SendResult(SendStatus.Unavailable, attempts: 0, HttpStatusCode.TooManyRequests, Second)));
        Assert.Equal(ResultKind.Throttled, ResultClassifier.Classify(SendResult.Unavailable(Second, HttpStatusCode.TooManyRequests)));
        Assert.Equal(ResultKind.Failed, ResultClassifier.Classify(SendResult.Unavailable(null, HttpStatusCode.TooManyRequests)));
        Assert.Equal(ResultKind.Failed, ResultClassifier.Classify(SendResult.Unavailable(Second, HttpStatusCode.ServiceUnavailable)));
        Assert.Equal(ResultKind.Failed, ResultClassifier.Classify(SendResult.Unavailable()));
    }

    [Theory]
    [InlineData("timeout", 1, null, true)]
    [InlineData("connection_lost", 1, null, true)]
    [InlineData("connection_failed", 1, null, false)]
    [InlineData("timeout", 0, null, false)]
    [InlineData("timeout", 1, 503, false)]
    public void A_conversion_may_have_arrived_when_only_its_response_is_missing(string code, int attempts, int? statusCode, bool expected) =>
        Assert.Equal(
            expected,
            ResultClassifier.MayHaveArrived(new SendResult(
                SendStatus.Unavailable, attempts, (HttpStatusCode?)statusCode, errors: [new EventApiError("other", "m"), new EventApiError(code, "m")])));

    [Theory]
    [InlineData("connection_failed", null, true)]
    [InlineData("timeout", null, false)]
    [InlineData("other", 429, true)]
    [InlineData("other", 500, false)]
    public void No_conversion_is_at_fault_without_a_connection_or_when_the_server_is_busy(string code, int? statusCode, bool expected) =>
        Assert.Equal(expected, ResultClassifier.IsIndependentOfConversion(SendResult.Unavailable(null, (HttpStatusCode?)statusCode, new EventApiError(code, "m"))));

    [Fact]
    public void A_reason_is_the_outcome_and_the_status_if_there_is_one()
    {
        Assert.Equal("rejected 400", Reasons.Rejected(SendResult.Rejected(HttpStatusCode.BadRequest)));
        Assert.Equal("rejected", Reasons.Rejected(SendResult.Rejected()));
        Assert.Equal("refused 401", Reasons.Refused(SendResult.Rejected(HttpStatusCode.Unauthorized)));
        Assert.Equal("unavailable 503", Reasons.Unavailable(SendResult.Unavailable(null, HttpStatusCode.ServiceUnavailable)));
        Assert.Equal("unavailable", Reasons.Unavailable(SendResult.Unavailable()));
    }
}
