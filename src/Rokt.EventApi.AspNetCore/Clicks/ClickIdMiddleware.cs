using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>Keeps the click id of a landing page. A request that has nothing to do with a click costs two looks and no allocation.</summary>
internal sealed class ClickIdMiddleware(RequestDelegate next, IOptions<RoktClickIdOptions> options, IServiceProvider services)
{
    private readonly RoktClickIdOptions _options = options.Value;
    private readonly TimeProvider _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        Click? click = request.QueryString.HasValue && IsPage(request) ? LandingQuery.Read(request.QueryString, _clock.GetUtcNow()) : null;
        if (click is not null || ClickCookie.IsIn(request, _options))
        {
            context.Response.OnStarting(ClickKeeper.OnStartingAsync, new ClickKeeper(context, _options, click));
        }

        return next(context);
    }

    // What a browser navigates to, and not the images, scripts and calls of a page, whose addresses may repeat the page's query.
    private static bool IsPage(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method))
        {
            return false;
        }

        string accept = request.Headers.Accept.ToString();
        if (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        string destination = request.Headers["Sec-Fetch-Dest"].ToString();
        return destination.Length == 0
            ? accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal)
            : destination == "document";
    }
}
