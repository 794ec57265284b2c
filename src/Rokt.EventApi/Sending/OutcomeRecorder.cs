using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Diagnostics;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>
/// Records in one place what an attempt, or a whole send, means: for the next attempt, the rate limit, the hold of
/// the account, the circuit breaker, the health check, and telemetry.
/// </summary>
/// <param name="account">The account that the client is registered for.</param>
/// <param name="address">Where it sends to.</param>
/// <param name="delays">Decide how long to wait.</param>
/// <param name="admission">The limit and the hold.</param>
/// <param name="metrics">The client's metrics.</param>
/// <param name="logger">The client's log.</param>
internal sealed class OutcomeRecorder(
    Account account, Uri address, RetryDelays delays, Admission admission, EventApiMetrics metrics, ILogger logger)
{
    private int _warnedOfMissingConfirmationRef;

    public ClientHealth Health { get; } = new(account);

    public Account Account => account;

    /// <summary>Records that a send begins, and returns its span; null when nobody listens.</summary>
    public Activity? RecordStart(SendOperation operation)
    {
        if (!operation.Payload.HasConfirmationRefs && Interlocked.Exchange(ref _warnedOfMissingConfirmationRef, 1) == 0)
        {
            Log.NoConfirmationRef(logger, account.DisplayName);
        }

        return operation.Span = EventApiTracing.StartSend(account.Name, address, operation.Payload);
    }

    /// <summary>Records that a conversion is not sent, before anything was done for it.</summary>
    public void RecordRefusal(SendStatus status, string reason) => metrics.Refused(status, reason);

    public void RecordAdmission(TimeSpan waited) => metrics.WaitedForRateLimit(waited);

    /// <summary>Records how an attempt ended, and decides how long to wait before the next one.</summary>
    public void RecordAttempt(SendOperation operation, AttemptResult result)
    {
        if (result.StatusCode is not null || result.IsOutage)
        {
            Health.Record(result.Status, result.StatusCode, result.Reason);
        }

        metrics.Attempted(result.Status, result.Reason);
        TimeSpan? wait = null;
        if (result.IsStaleConnection && !operation.HasRetriedAtOnce)
        {
            operation.HasRetriedAtOnce = true;
            result.RetryDelay = TimeSpan.Zero;
        }
        else if (result.IsRetryable)
        {
            int backedOff = operation.Attempts - (operation.HasRetriedAtOnce ? 2 : 1);
            wait = result.RetryAfter is { } retryAfter ? delays.Honor(retryAfter) : delays.BackOff(backedOff);
            TimeSpan delay = TimerWait.RoundUp(wait.Value);
            result.RetryDelay = delay < operation.Budget.Remaining ? delay : null;
        }

        if (result.StatusCode is { } statusCode)
        {
            operation.LastResponse = result;
            admission.Record(statusCode == HttpStatusCode.TooManyRequests, result.RateLimitPercentageUsed, result.RetryAfter is null ? null : wait);
        }
    }

    public void RecordRetry(AttemptResult result, int attempt)
    {
        metrics.Retried(result.Reason!);
        Log.Retrying(logger, account.DisplayName, result.RetryDelay!.Value.TotalMilliseconds, attempt, result.Reason!);
    }

    /// <summary>Records how a send ended.</summary>
    /// <param name="operation">The send.</param>
    /// <param name="end">Its last attempt, or why there was none.</param>
    /// <param name="result">What the caller gets.</param>
    /// <param name="pass">Its pass of the circuit breaker; null without a circuit breaker.</param>
    public void RecordSend(SendOperation operation, AttemptResult end, SendResult result, CircuitBreaker.Pass? pass)
    {
        if (end == AttemptResult.Withdrawn && operation.Attempts == 0)
        {
            return;
        }

        // A send that never left, or was refused by a limit, says nothing of the API.
        if (end.IsOutage || end.StatusCode is not null)
        {
            pass?.Record(end.IsOutage);
        }

        TimeSpan elapsed = operation.Budget.Elapsed;
        EventApiTracing.EndSend(operation.Span, result, end.Reason);
        metrics.Sent(result.Status, end.Reason, elapsed, operation.Payload.Body.Length);
        Log.Sent(logger, account, result, end.Reason, operation.Payload, elapsed);
    }
}
