using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>Looks at the outbox's status.</summary>
internal sealed class OutboxHealthCheck(IOutbox outbox, TimeSpan maxAge, TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            OutboxStatus status = await outbox.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            string? problem = status switch
            {
                { IsPaused: true } => "Delivery is paused: the server refuses the credentials.",
                { HasDispatcher: false } => "No process delivers the conversions.",
                { Dead: > 0 } => $"{status.Dead} conversions will not be delivered: see IOutbox.GetDeadAsync.",
                _ when clock.GetUtcNow() - status.OldestPending > maxAge => "The oldest conversion waits for long.",
                _ => null,
            };
            var data = new Dictionary<string, object> { ["pending"] = status.Pending, ["dead"] = status.Dead };
            return problem is null
                ? HealthCheckResult.Healthy(data: data)
                : new HealthCheckResult(context.Registration.FailureStatus, problem, data: data);
        }
        catch (OutboxException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message);
        }
    }
}
