using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Rokt.EventApi.AspNetCore.Clicks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that keeps the click id of pages that a CDN or a cache serves.</summary>
public static class RoktClickIdEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps a script, for pages that never reach the application, and the endpoint that it posts the click id of the page's
    /// address to, once per click. Posts from other sites are refused with 403.
    /// </summary>
    /// <remarks>
    /// The script is under 1 kB, needs no inline code in a content security policy, and is served at the pattern with
    /// <c>.js</c> behind it. Consent, cookie and validation are those of <c>UseRoktClickId</c>.
    /// </remarks>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <param name="pattern">The route of the endpoint. Default: <c>/rokt/click-id</c>.</param>
    /// <returns>A builder for both endpoints.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <example>
    /// <code>
    /// app.MapRoktClickId();
    /// // on the page: &lt;script src="/rokt/click-id.js" defer&gt;&lt;/script&gt;
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapRoktClickId(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/rokt/click-id")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        string path = pattern.TrimEnd('/');
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapMethods(path, [HttpMethods.Post], (RequestDelegate)ClickEndpoint.KeepAsync);
        group.MapMethods($"{path}.js", [HttpMethods.Get, HttpMethods.Head], (RequestDelegate)ClickEndpoint.ServeScriptAsync);

        // Visitors who land are not signed in.
        group.AllowAnonymous();
        return group;
    }
}
