using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Rokt.EventApi.Outbox.Dashboard.Serving;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the operator's page of the outbox.</summary>
public static class RoktOutboxEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the operator's page of all outboxes that are registered with <c>AddRoktEventApiOutbox</c>: what waits, what is in dead letter
    /// and why, a search by confirmation reference, and what an operator does about it. It shows no personal data; each change is logged
    /// with the name of the user, and protected from forgery.
    /// </summary>
    /// <remarks>
    /// Outside Development, the application does not start unless an authorization policy is required of it, of its group, or of both.
    /// Any user who is signed in passes <c>RequireAuthorization()</c> without a policy: name one where customers sign in, too.
    /// </remarks>
    /// <param name="endpoints">The endpoints of the application.</param>
    /// <param name="pattern">The address of the page. Default: <c>/rokt/outbox</c>.</param>
    /// <returns>The endpoints of the page, to require authorization of.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="InvalidOperationException">Thrown when the host starts: no authorization is required, or no outbox is registered.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddAuthorization(options => options.AddPolicy("operators", policy => policy.RequireRole("operator")));
    /// // …
    /// app.MapRoktOutbox("/rokt/outbox").RequireAuthorization("operators");
    /// </code>
    /// </example>
    public static IEndpointConventionBuilder MapRoktOutbox(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/rokt/outbox")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        RouteGroupBuilder page = endpoints.MapGroup("");
        var start = new StartCheck(endpoints, pattern);
        DashboardEndpoints.Map(page, pattern.TrimEnd('/'));
        ((IEndpointConventionBuilder)page).Finally(start.Check);
        return page;
    }
}
