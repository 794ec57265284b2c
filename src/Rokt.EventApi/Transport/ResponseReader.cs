using System.Globalization;
using System.Net;

namespace Rokt.EventApi.Transport;

/// <summary>Turns a response into a result, by the guide's table of statuses.</summary>
internal sealed class ResponseReader(TimeProvider clock)
{
    public async ValueTask<AttemptResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        double? percentageUsed = PercentageUsed(response);
        ResponseBody body = await ResponseBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Accepted && body.Errors.Count == 0 && percentageUsed is null)
        {
            return AttemptResult.Accepted;
        }

        int status = (int)response.StatusCode;
        bool isAccepted = response.StatusCode == HttpStatusCode.Accepted || (status is >= 200 and < 300 && body.IsEmptyOrJson);

        // What responds in the API's place, such as a captive portal, has not passed the event on.
        bool isForeign = status < 300 && !isAccepted;
        bool isRetryable = isForeign || status is 408 or 429 or >= 500;
        return new AttemptResult
        {
            Status = isAccepted ? SendStatus.Accepted : isRetryable ? SendStatus.Unavailable : SendStatus.Rejected,
            StatusCode = response.StatusCode,
            Reason = isAccepted ? null : isForeign ? ClientErrors.UnexpectedResponse.Code : status.ToString(CultureInfo.InvariantCulture),
            IsRetryable = isRetryable,
            IsOutage = isForeign || status is 408 or >= 500,
            RetryAfter = RetryAfterHeader.Read(response.Headers, clock),
            Errors = isForeign ? [ClientErrors.UnexpectedResponse, .. body.Errors]
                : status is >= 300 and < 400 ? [ClientErrors.Redirected, .. body.Errors]
                : body.Errors,
            RateLimitExceeded = Header(response, "X-mp-rate-limit-exceeded"),
            RateLimitPercentageUsed = percentageUsed,
        };
    }

    // Out of its range it is no percentage, and must not steer how fast the client sends.
    private static double? PercentageUsed(HttpResponseMessage response) =>
        double.TryParse(Header(response, "X-mp-rate-limit-percentage-used"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percentage)
        && percentage is >= 0 and <= 100
            ? percentage
            : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
