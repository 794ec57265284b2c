using System.Net.Http.Headers;

namespace Rokt.EventApi.Transport;

internal static class RetryAfterHeader
{
    /// <summary>
    /// Reads the header: seconds, or a date by the given clock (one in the past is zero). .NET takes negative, overflowing
    /// and garbage values for absent.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider clock)
    {
        RetryConditionHeaderValue? header = headers.RetryAfter;
        if (header?.Date is not { } date)
        {
            return header?.Delta;
        }

        TimeSpan wait = date - clock.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
