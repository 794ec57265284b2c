using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi.Outbox.Databases;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of the outbox.</summary>
public static class RoktEventApiOutboxHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check that is degraded while delivery is paused or fails, no instance delivers, conversions are in dead letter or
    /// wait under accounts that nobody delivers, or the oldest one has waited for too long.
    /// </summary>
    /// <param name="builder">The builder of health checks.</param>
    /// <param name="name">The account's name. Default: the one that is registered without a name.</param>
    /// <param name="maxAge">How long a conversion may wait. Default: 5 minutes.</param>
    /// <param name="failureStatus">What is reported then. Default: degraded.</param>
    /// <param name="tags">The check's tags. Default: none.</param>
    /// <example>
    /// <code>
    /// builder.Services.AddHealthChecks().AddRoktEventApiOutbox(maxAge: TimeSpan.FromMinutes(15));
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddRoktEventApiOutbox(
        this IHealthChecksBuilder builder,
        string name = "",
        TimeSpan? maxAge = null,
        HealthStatus failureStatus = HealthStatus.Degraded,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.Add(new HealthCheckRegistration(
            name.Length == 0 ? "rokt-event-api-outbox" : $"rokt-event-api-outbox-{name}",
            provider => new OutboxHealthCheck(
                provider.GetRequiredKeyedService<OutboxSet>(name).Outbox,
                maxAge ?? TimeSpan.FromMinutes(5),
                provider.GetService<TimeProvider>() ?? TimeProvider.System,
                name),
            failureStatus,
            tags));
    }
}
