using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>The cookie that keeps a click: <c>{Unix seconds}.{parameter}.{id}</c>.</summary>
internal static class ClickCookie
{
    /// <summary>Whether a request has a cookie of this name; does not parse the header, for every request is asked.</summary>
    public static bool IsIn(HttpRequest request, RoktClickIdOptions options)
    {
        foreach (string? header in request.Headers.Cookie)
        {
            if (header?.Contains(options.Cookie.Name!, StringComparison.Ordinal) == true)
            {
                return true;
            }
        }

        return false;
    }

    public static Click? Read(HttpRequest request, RoktClickIdOptions options) =>
        request.Cookies[options.Cookie.Name!]?.Split('.', 3) is [{ } seconds, { } parameter, { } value]
        && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out long unixSeconds)
        && unixSeconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && parameter is "rclid" or "rtid"
        && Click.TryNormalize(value, out string? id)
            ? new Click(id, parameter, DateTimeOffset.FromUnixTimeSeconds(unixSeconds))
            : null;

    public static void Append(HttpContext context, RoktClickIdOptions options, Click click)
    {
        CookieOptions cookie = options.Cookie.Build(context);

        // The application's delegate has agreed already: the cookie policy is not asked again.
        cookie.IsEssential |= options.HasConsent is not null;
        string value = string.Create(CultureInfo.InvariantCulture, $"{click.Time!.Value.ToUnixTimeSeconds()}.{click.Parameter}.{click.Id}");
        context.Response.Cookies.Append(options.Cookie.Name!, value, cookie);
    }

    public static void Delete(HttpContext context, RoktClickIdOptions options)
    {
        CookieOptions cookie = options.Cookie.Build(context);
        cookie.MaxAge = null;
        context.Response.Cookies.Delete(options.Cookie.Name!, cookie);
    }
}
