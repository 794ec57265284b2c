using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>
/// Keeps other sites' pages, open in the same browser, away from the sandbox, people without the token away from what it
/// received, and the page away from what it does not need.
/// </summary>
internal sealed class PageGuard(RequestDelegate next, PageFiles files, AccessToken token)
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        bool isPage = files.Owns(context.Request);
        if (isPage)
        {
            AddHeaders(context.Response.Headers);
        }

        if (IsCrossSite(context.Request, isPage))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return !isPage || token.Allows(context) ? next(context) : Task.CompletedTask;
    }

    private static void AddHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    // A browser says where a request comes from; a program says nothing, and may do everything. Opening the page from a
    // link is what "navigate" stands for: it changes nothing.
    private static bool IsCrossSite(HttpRequest request, bool isPage)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        string origin = request.Headers.Origin.ToString();
        bool isNavigation = isPage && HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate";
        bool isForeignSite = site is not ("" or "same-origin" or "none");
        bool isForeignOrigin = origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}";
        return (isForeignSite || isForeignOrigin) && !isNavigation;
    }
}
