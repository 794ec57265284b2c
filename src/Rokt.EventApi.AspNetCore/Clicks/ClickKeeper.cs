using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>
/// Sets or deletes the cookie when the response starts: consent may be given or withdrawn until then, and an error page or a
/// redirect that clears the headers loses nothing.
/// </summary>
/// <param name="context">The request's context.</param>
/// <param name="options">The settings.</param>
/// <param name="click">The click to keep; null to keep what the cookie has.</param>
internal sealed class ClickKeeper(HttpContext context, RoktClickIdOptions options, Click? click)
{
    private static readonly string[] SharedCacheHeaders = ["CDN-Cache-Control", "Cloudflare-CDN-Cache-Control", "Surrogate-Control"];

    public static Task OnStartingAsync(object state)
    {
        ((ClickKeeper)state).Apply();
        return Task.CompletedTask;
    }

    private void Apply()
    {
        if (!Consent.IsGiven(context, options))
        {
            if (ClickCookie.IsIn(context.Request, options))
            {
                ClickCookie.Delete(context, options);
                MakePrivate(context.Response);
            }
        }
        else if (click is not null)
        {
            ClickCookie.Append(context, options, click);
            MakePrivate(context.Response);
        }
    }

    // A shared cache that kept the response would give one visitor's click to all.
    private static void MakePrivate(HttpResponse response)
    {
        CacheControlHeaderValue cache = response.GetTypedHeaders().CacheControl ?? new CacheControlHeaderValue();
        if (!cache.NoStore)
        {
            cache.Public = false;
            cache.SharedMaxAge = null;
            cache.PrivateHeaders.Clear();
            cache.Private = true;
            response.GetTypedHeaders().CacheControl = cache;
        }

        foreach (string header in SharedCacheHeaders)
        {
            response.Headers.Remove(header);
        }
    }
}
