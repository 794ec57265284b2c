using System.Diagnostics.CodeAnalysis;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi;

/// <summary>
/// Finds Rokt's click id where the customer lands, so that a shop can keep it until checkout and give it to
/// <see cref="ConversionEventBuilder.WithClickId"/> then.
/// </summary>
/// <remarks>
/// The click id is the parameter <c>rclid</c> of the query, else <c>rtid</c>. Values that no event could carry (blank ones, ones with
/// control characters, ones longer than 4096 characters) are ignored: a visitor can write anything into an address.
/// </remarks>
public static class ClickId
{
    /// <summary>Finds the click id in the address of a landing page.</summary>
    /// <param name="landingUrl">The page's address, absolute or relative, with its query.</param>
    /// <param name="id">The click id, or null when there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <example>
    /// <code>
    /// if (ClickId.TryGet(new Uri("https://shop.example/?rclid=aB3"), out string? id))
    /// {
    ///     session["rokt-click-id"] = id;
    /// }
    /// </code>
    /// </example>
    public static bool TryGet([NotNullWhen(true)] Uri? landingUrl, [NotNullWhen(true)] out string? id)
    {
        string text = landingUrl?.OriginalString ?? "";
        int start = text.IndexOf('?', StringComparison.Ordinal);
        id = null;
        return start >= 0 && text.IndexOf('#', 0, start) < 0 && TryGet(text[start..], out id);
    }

    /// <summary>Finds the click id in a query string.</summary>
    /// <param name="query">The query, with or without its question mark, such as <c>?rclid=aB3</c>.</param>
    /// <param name="id">The click id, or null when there is none.</param>
    /// <returns>Whether there is one.</returns>
    /// <example>
    /// <code>
    /// bool found = ClickId.TryGet(request.QueryString.Value, out string? id);
    /// </code>
    /// </example>
    public static bool TryGet([NotNullWhen(true)] string? query, [NotNullWhen(true)] out string? id)
    {
        string text = query ?? "";
        int fragment = text.IndexOf('#', StringComparison.Ordinal);
        text = (fragment < 0 ? text : text[..fragment]).TrimStart('?');
        id = Parameter(text, "rclid") ?? Parameter(text, "rtid");
        return id is not null;
    }

    private static string? Parameter(string query, string name)
    {
        foreach (string pair in query.Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && string.Equals(pair[..equals], name, StringComparison.OrdinalIgnoreCase))
            {
                string? value = ConversionFields.ClickId.Kind.Normalize(Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' ')));
                if (value is not null && IsUsable(value))
                {
                    return value;
                }
            }
        }

        return null;
    }

    private static bool IsUsable(string value)
    {
        var violations = new ViolationList();
        ConversionFields.ClickId.Check(value, new Subject(ConversionFields.ClickId), ref violations);
        return violations.Items is null && value.Length <= EventApiLimits.AttributeValueLength;
    }
}
