namespace Rokt.EventApi.Validation;

/// <summary>Finds Rokt's click id in the query of a landing page's address.</summary>
internal static class LandingUrl
{
    public static string? ClickIdIn(Uri? url)
    {
        if (url is null)
        {
            return null;
        }

        string text = url.OriginalString;
        int start = text.IndexOf('?', StringComparison.Ordinal);
        int end = text.IndexOf('#', StringComparison.Ordinal);
        string query = start < 0 || (end >= 0 && end < start) ? "" : text[(start + 1)..(end < 0 ? text.Length : end)];
        return Parameter(query, "rclid") ?? Parameter(query, "rtid");
    }

    private static string? Parameter(string query, string name)
    {
        foreach (string pair in query.Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && string.Equals(pair[..equals], name, StringComparison.OrdinalIgnoreCase))
            {
                string value = Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
                if (!string.IsNullOrWhiteSpace(value))
                {
                    return value;
                }
            }
        }

        return null;
    }
}
