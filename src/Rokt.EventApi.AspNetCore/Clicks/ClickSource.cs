using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>Where a request's click comes from: its own query, else the SDK's cookie, else the cookie of Rokt's Web SDK.</summary>
internal static class ClickSource
{
    // Documented by Rokt: the Web SDK keeps the click id of the landing page in this first-party cookie.
    private const string WebSdkCookie = "RoktTransactionId";

    public static Click? Read(HttpContext context)
    {
        IServiceProvider? services = context.RequestServices;
        TimeProvider clock = services?.GetService<TimeProvider>() ?? TimeProvider.System;
        if (LandingQuery.Read(context.Request.QueryString, clock.GetUtcNow()) is { } landed)
        {
            return landed;
        }

        RoktClickIdOptions options = services?.GetService<IOptions<RoktClickIdOptions>>()?.Value ?? new RoktClickIdOptions();
        if (!Consent.IsGiven(context, options))
        {
            return null;
        }

        return ClickCookie.Read(context.Request, options) ?? (options.ReadWebSdkCookie ? FromWebSdk(context.Request) : null);
    }

    private static Click? FromWebSdk(HttpRequest request) =>
        Click.TryNormalize(request.Cookies[WebSdkCookie], out string? id) ? new Click(id, Parameter: null, Time: null) : null;
}
