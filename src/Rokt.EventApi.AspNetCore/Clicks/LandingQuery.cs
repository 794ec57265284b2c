using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>Finds a click id in a request's query.</summary>
internal static class LandingQuery
{
    private static readonly string[] Parameters = ["rclid", "rtid"];

    /// <summary>Reads the click id of a query: <c>rclid</c>, else <c>rtid</c>; null when there is none that is usable.</summary>
    public static Click? Read(QueryString query, DateTimeOffset time)
    {
        // Nearly no request has one, and parsing allocates.
        if (!query.HasValue || !MayHaveClickId(query.Value))
        {
            return null;
        }

        foreach (string parameter in Parameters)
        {
            foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(query.Value))
            {
                if (pair.DecodeName().Span.Equals(parameter, StringComparison.OrdinalIgnoreCase)
                    && Click.TryNormalize(pair.DecodeValue().ToString(), out string? id))
                {
                    return new Click(id, parameter, time);
                }
            }
        }

        return null;
    }

    private static bool MayHaveClickId(string query) =>
        query.Contains("rclid=", StringComparison.OrdinalIgnoreCase) || query.Contains("rtid=", StringComparison.OrdinalIgnoreCase);
}
