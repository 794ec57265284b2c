using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rokt.EventApi.Diagnostics;

/// <summary>Reports a client as degraded while its sends are refused for their credentials or get no response.</summary>
internal sealed class EventApiHealthCheck(EventApiClient client) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(client.Health.Problem is { } problem
            ? new HealthCheckResult(context.Registration.FailureStatus, problem)
            : HealthCheckResult.Healthy());
}
