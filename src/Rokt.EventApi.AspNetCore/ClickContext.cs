using Microsoft.AspNetCore.Http;
using Rokt.EventApi.AspNetCore.Clicks;

namespace Rokt.EventApi.AspNetCore;

/// <summary>
/// Holds what a request says about the visitor: click id, IP address and user agent. It can be stored with a cart, serialized, and
/// taken in a worker or a component that has no <see cref="HttpContext"/>.
/// </summary>
/// <remarks>The values are personal data; <see cref="ToString"/> shows none of them.</remarks>
/// <example>
/// <code>
/// cart.Click = ClickContext.FromRequest(httpContext);
/// // later, without a request:
/// builder.WithRequest(cart.Click);
/// </code>
/// </example>
public sealed class ClickContext
{
    /// <summary>Gets Rokt's click id, or null when the visitor came by no campaign or has not agreed to the cookie.</summary>
    public string? ClickId { get; init; }

    /// <summary>Gets when the click id arrived, in UTC, or null when it is not known.</summary>
    public DateTimeOffset? ClickedAt { get; init; }

    /// <summary>Gets the parameter that the click id arrived by, <c>rclid</c> or <c>rtid</c>, or null when it is not known.</summary>
    public string? ClickIdParameter { get; init; }

    /// <summary>Gets the visitor's IP address, IPv4 or IPv6, or null when it is not known.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Gets the User-Agent header of the visitor's browser, or null when there is none.</summary>
    public string? UserAgent { get; init; }

    /// <summary>
    /// Reads a request: the click id from its query (<c>rclid</c>, else <c>rtid</c>), else from the cookie of
    /// <c>UseRoktClickId</c>, else from the cookie of Rokt's Web SDK; the IP address of the connection, IPv4 where it is mapped
    /// to IPv6; and the user agent.
    /// </summary>
    /// <remarks>
    /// An address that is private or loopback is left out while the request has an <c>X-Forwarded-For</c> header, since it is the
    /// proxy's: add <c>UseForwardedHeaders</c>. A warning, once per application, says so.
    /// </remarks>
    /// <param name="context">The request's context.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    /// <example>
    /// <code>
    /// ClickContext click = ClickContext.FromRequest(httpContext);
    /// string stored = JsonSerializer.Serialize(click);    // with the cart, for the worker that sends the conversion
    /// </code>
    /// </example>
    public static ClickContext FromRequest(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Click? click = ClickSource.Read(context);
        return new ClickContext
        {
            ClickId = click?.Id,
            ClickedAt = click?.Time,
            ClickIdParameter = click?.Parameter,
            IpAddress = VisitorAddress.Read(context)?.ToString(),
            UserAgent = VisitorAgent.Read(context.Request),
        };
    }

    /// <summary>Returns which of the values are known, and none of them.</summary>
    public override string ToString() =>
        $"ClickContext (click id: {Known(ClickId)}, IP address: {Known(IpAddress)}, user agent: {Known(UserAgent)})";

    private static string Known(string? value) => value is null ? "no" : "yes";
}
