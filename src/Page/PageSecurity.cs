using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Page;

/// <summary>Keeps other sites' pages, open in the same browser, away from a page of ours, and the page away from what it does not need.</summary>
internal static class PageSecurity
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    /// <summary>
    /// Whether a browser sends a request for another site. A browser says where a request comes from; a program says nothing, and may
    /// do everything. Opening the page from a link is what "navigate" stands for: it changes nothing. The scheme does not count:
    /// behind a proxy that ends TLS, the application sees another one.
    /// </summary>
    public static bool IsCrossSite(HttpRequest request, bool isPage)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        string origin = request.Headers.Origin.ToString();
        bool isNavigation = isPage && HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate";
        bool isForeign = site.Length > 0 ? site is not ("same-origin" or "none") : origin.Length > 0 && !IsOwn(origin, request.Host);
        return isForeign && !isNavigation;
    }

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? address)
        && string.Equals(address.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}
