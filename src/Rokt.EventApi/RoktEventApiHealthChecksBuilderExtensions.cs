using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi;
using Rokt.EventApi.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of the Rokt Event API's client.</summary>
public static class RoktEventApiHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that is degraded while the last send was refused for its credentials, or the API was
    /// unavailable to it. It sends nothing itself.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the registered account; null for the one without a name.</param>
    /// <param name="failureStatus">What to report then. Default: <see cref="HealthStatus.Degraded"/>.</param>
    /// <param name="tags">Tags of the check.</param>
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
