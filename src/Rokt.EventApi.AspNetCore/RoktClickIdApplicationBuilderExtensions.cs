using Rokt.EventApi.AspNetCore.Clicks;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds the click id to an application's pipeline.</summary>
public static class RoktClickIdApplicationBuilderExtensions
{
    /// <summary>
    /// Keeps Rokt's click id in a first-party cookie when a visitor lands on a page with <c>rclid</c> or <c>rtid</c> in its
    /// address, if the visitor has agreed; deletes the cookie when the agreement is withdrawn. The latest click wins.
    /// </summary>
    /// <remarks>
    /// Add it behind <c>UseForwardedHeaders</c>, and before what may respond by itself: output caching, static files, authentication.
    /// A response that it sets the cookie on is made private for caches. The settings are those of <c>AddRoktClickId</c>.
    /// </remarks>
    /// <param name="app">The application.</param>
    /// <exception cref="ArgumentNullException"><paramref name="app"/> is null.</exception>
    /// <example>
    /// <code>
    /// app.UseForwardedHeaders();
    /// app.UseRoktClickId();
    /// </code>
    /// </example>
    public static IApplicationBuilder UseRoktClickId(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseMiddleware<ClickIdMiddleware>();
    }
}
