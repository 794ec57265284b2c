using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>Takes the click id of a page that a CDN served, posted by the script that it serves.</summary>
internal static class ClickEndpoint
{
    public static Task KeepAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (IsCrossSite(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        TimeProvider clock = context.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        RoktClickIdOptions options = context.RequestServices.GetRequiredService<IOptions<RoktClickIdOptions>>().Value;
        if (LandingQuery.Read(context.Request.QueryString, clock.GetUtcNow()) is { } click && Consent.IsGiven(context, options))
        {
            ClickCookie.Append(context, options, click);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public static async Task ServeScriptAsync(HttpContext context)
    {
        context.Response.ContentType = "text/javascript; charset=utf-8";
        context.Response.Headers.CacheControl = "public, max-age=3600";
        context.Response.Headers["X-Content-Type-Options"] = "nosniff";
        using Stream script = typeof(ClickEndpoint).Assembly.GetManifestResourceStream("click-id.js")!;
        context.Response.ContentLength = script.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await script.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    // Browsers say where a request comes from; who is no browser has no visitor to deceive.
    private static bool IsCrossSite(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site != "same-origin";
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
