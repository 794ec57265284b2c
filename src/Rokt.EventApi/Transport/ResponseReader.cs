using System.Globalization;
using System.Net;

namespace Rokt.EventApi.Transport;

/// <summary>Turns a response into a result, by the guide's table of statuses.</summary>
internal sealed class ResponseReader(TimeProvider clock)
{
    public async ValueTask<AttemptResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        double? percentageUsed = PercentageUsed(response);
        IReadOnlyList<EventApiError> errors = await ErrorBody.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Accepted && errors.Count == 0 && percentageUsed is null)
        {
            return AttemptResult.Accepted;
        }

        int status = (int)response.StatusCode;
        bool isRetryable = status is 408 or 429 or >= 500;
        bool isAccepted = status is >= 200 and < 300;
        return new AttemptResult
        {
            Status = isAccepted ? SendStatus.Accepted : isRetryable ? SendStatus.Unavailable : SendStatus.Rejected,
            StatusCode = response.StatusCode,
            Reason = isAccepted ? null : status.ToString(CultureInfo.InvariantCulture),
            IsRetryable = isRetryable,
            IsOutage = status is 408 or >= 500,
            RetryAfter = RetryAfterHeader.Read(response.Headers, clock),
            Errors = status is >= 300 and < 400 ? [ClientErrors.Redirected, .. errors] : errors,
            RateLimitExceeded = Header(response, "X-mp-rate-limit-exceeded"),
            RateLimitPercentageUsed = percentageUsed,
        };
    }

    private static double? PercentageUsed(HttpResponseMessage response) =>
        double.TryParse(Header(response, "X-mp-rate-limit-percentage-used"), NumberStyles.Float, CultureInfo.InvariantCulture, out double percentage)
        && double.IsFinite(percentage)
            ? percentage
            : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;
}
