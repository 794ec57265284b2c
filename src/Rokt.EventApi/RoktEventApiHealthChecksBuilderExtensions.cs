using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi;
using Rokt.EventApi.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Provides methods that register the health check of the client.</summary>
public static class RoktEventApiHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that is degraded after a send whose credentials were refused, or to which the API was unavailable,
    /// until another send succeeds. It sends nothing itself.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the registered account; null for the one without a name.</param>
    /// <param name="failureStatus">The status that is reported then. Default: <see cref="HealthStatus.Degraded"/>.</param>
    /// <param name="tags">The tags of the check. Default: none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddHealthChecks().AddRoktEventApi("shoes");
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddRoktEventApi(
        this IHealthChecksBuilder builder, string? name = null, HealthStatus failureStatus = HealthStatus.Degraded, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            string.IsNullOrEmpty(name) ? "rokt-event-api" : $"rokt-event-api:{name}",
            provider => new EventApiHealthCheck(provider.GetRequiredKeyedService<EventApiClient>(name ?? "")),
            failureStatus,
            tags));
    }
}
