using System.Runtime.CompilerServices;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>The one way of a send; from the outside in: circuit breaker, retries, attempt.</summary>
/// <param name="breaker">Null for none.</param>
/// <param name="maxRetryAttempts">The most attempts after the first; 0 for none.</param>
/// <param name="attempts">Makes each attempt.</param>
/// <param name="outcomes">Records how they end.</param>
/// <param name="clock">The time of the waits between them.</param>
internal sealed class SendPipeline(
    CircuitBreaker? breaker, int maxRetryAttempts, AttemptSender attempts, OutcomeRecorder outcomes, TimeProvider clock)
{
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<SendResult> SendAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        int size = operation.Payload.Body.Length;
        if (size > EventApiLimits.RequestBodyBytes)
        {
            return Conclude(operation, AttemptResult.TooLarge(size), pass: null);
        }

        using CircuitBreaker.Pass? pass = breaker?.Enter();
        if (pass?.RetryAfter is { } retryAfter)
        {
            return Conclude(operation, AttemptResult.WithoutResponse(ClientErrors.CircuitOpen, isRetryable: false, isOutage: true, retryAfter), pass);
        }

        // Whether to wait, and how long, was decided where the response was read.
        AttemptResult end = await attempts.SendAsync(operation, cancellationToken).ConfigureAwait(false);
        for (int retry = 1; retry <= maxRetryAttempts && end.RetryDelay is { } delay; retry++)
        {
            outcomes.RecordRetry(end, retry);
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
            end = await attempts.SendAsync(operation, cancellationToken).ConfigureAwait(false);
        }

        return Conclude(operation, end, pass);
    }

    private SendResult Conclude(SendOperation operation, AttemptResult end, CircuitBreaker.Pass? pass)
    {
        SendResult result = operation.ToResult(end, outcomes.Account);
        outcomes.RecordSend(operation, end, result, pass);
        return result;
    }
}
