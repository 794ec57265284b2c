using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Page;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>
/// Keeps other sites' pages, open in the same browser, away from the sandbox, people without the token away from what it
/// received, and the page away from what it does not need.
/// </summary>
internal sealed class PageGuard(RequestDelegate next, PageFiles files, AccessToken token)
{
    public Task InvokeAsync(HttpContext context)
    {
        bool isPage = files.Owns(context.Request);
        if (isPage)
        {
            PageSecurity.AddHeaders(context.Response.Headers);
        }

        if (PageSecurity.IsCrossSite(context.Request, isPage))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return !isPage || token.Allows(context) ? next(context) : Task.CompletedTask;
    }
}
