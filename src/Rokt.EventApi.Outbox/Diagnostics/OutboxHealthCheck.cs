using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>Looks at the outbox's status.</summary>
internal sealed class OutboxHealthCheck(IOutbox outbox, TimeSpan maxAge, TimeProvider clock, string account = "") : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            OutboxStatus status = await outbox.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            string? problem = status switch
            {
                { State: OutboxState.Paused } => "Delivery is paused by an operator: see IOutboxManagement.ResumeAsync.",
                { State: OutboxState.CredentialsRefused } => "Delivery is paused: the server refuses the credentials.",
                { HasDispatcher: false } => "No instance delivers the conversions.",
                { State: OutboxState.Unavailable } => "Delivery fails: the API cannot be reached, or does not take anything.",
                { DeadLettered: > 0 } => $"{status.DeadLettered} conversions are in dead letter: see IOutboxManagement.GetDeadLettersAsync.",
                { Unregistered: > 0 } => $"{status.Unregistered} conversions wait under accounts that no instance delivers: register them again.",
                _ when clock.GetUtcNow() - status.OldestPending > maxAge => "The oldest conversion has waited for too long.",
                _ => null,
            };
            var data = new Dictionary<string, object>
            {
                ["pending"] = status.Pending,
                ["dead_letters"] = status.DeadLettered,
                ["unregistered"] = status.Unregistered,
                ["state"] = status.State.ToString(),
            };
            return problem is null
                ? HealthCheckResult.Healthy(data: data)
                : new HealthCheckResult(context.Registration.FailureStatus, AccountName.In(account, problem), data: data);
        }
        catch (OutboxException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, AccountName.In(account, exception.Message));
        }
    }
}
