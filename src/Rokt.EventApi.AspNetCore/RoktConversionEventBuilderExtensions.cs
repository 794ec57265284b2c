using Microsoft.AspNetCore.Http;
using Rokt.EventApi.AspNetCore;

namespace Rokt.EventApi;

/// <summary>Takes what a request says about the visitor into a conversion.</summary>
public static class RoktConversionEventBuilderExtensions
{
    /// <summary>
    /// Sets click id, IP address and user agent from the visitor's request, as <see cref="ClickContext.FromRequest"/> reads them.
    /// What the request does not say leaves the builder as it is; a click id of <see cref="ConversionEventBuilder.WithClickId"/> wins.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="context">The context of the visitor's request, such as the one that places the order.</param>
    /// <param name="clickTimeAttribute">
    /// The name of an event attribute that takes the time of the click, in ISO 8601 and UTC. Default: null for no such attribute.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="context"/> is null.</exception>
    /// <example>
    /// <code>
    /// ConversionEvent conversion = ConversionEvent.CreateBuilder()
    ///     .WithRequest(httpContext)
    ///     .WithEmail(order.Email)
    ///     .WithConversionType("purchase")
    ///     .WithAmount(order.Total, order.Currency)
    ///     .WithConfirmationRef(order.Id)
    ///     .Build();
    /// </code>
    /// </example>
    public static ConversionEventBuilder WithRequest(this ConversionEventBuilder builder, HttpContext context, string? clickTimeAttribute = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(context);
        return builder.WithRequest(ClickContext.FromRequest(context), clickTimeAttribute);
    }

    /// <summary>Sets click id, IP address and user agent from what was kept of the visitor's request.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="context">What was kept; null leaves the builder as it is.</param>
    /// <param name="clickTimeAttribute">
    /// The name of an event attribute that takes the time of the click, in ISO 8601 and UTC. Default: null for no such attribute.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <example>
    /// <code>
    /// ConversionEvent conversion = ConversionEvent.CreateBuilder()
    ///     .WithRequest(click)    // a ClickContext that was kept with the cart
    ///     .WithEmail(order.Email)
    ///     .WithConfirmationRef(order.Id)
    ///     .Build();
    /// </code>
    /// </example>
    public static ConversionEventBuilder WithRequest(this ConversionEventBuilder builder, ClickContext? context, string? clickTimeAttribute = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (context is null)
        {
            return builder;
        }

        if (context.ClickId is { } id)
        {
            // As from the landing page, so that a click id of the caller's own wins, in either order of the calls.
            builder.WithClickIdFrom(new Uri($"/?rtid={Uri.EscapeDataString(id)}", UriKind.Relative));
        }

        if (context.IpAddress is { } address)
        {
            builder.WithIpAddress(address);
        }

        if (context.UserAgent is { } agent)
        {
            builder.WithUserAgent(agent);
        }

        return clickTimeAttribute is not null && context.ClickedAt is { } time
            ? builder.WithAttribute(clickTimeAttribute, time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture))
            : builder;
    }
}
