using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>The one way of a send; from the outside in: circuit breaker, retries, attempt.</summary>
internal sealed class SendPipeline
{
    private readonly CircuitBreaker? _breaker;
    private readonly ResiliencePipeline<AttemptResult> _retries;
    private readonly Func<ResilienceContext, SendOperation, ValueTask<Outcome<AttemptResult>>> _attemptAsync;
    private readonly OutcomeRecorder _outcomes;

    /// <param name="breaker">Null for none.</param>
    /// <param name="maxRetryAttempts">The most attempts after the first; 0 for none.</param>
    /// <param name="attempts">Makes each attempt.</param>
    /// <param name="outcomes">Records how they end.</param>
    /// <param name="clock">The time of the waits between them.</param>
    public SendPipeline(CircuitBreaker? breaker, int maxRetryAttempts, AttemptSender attempts, OutcomeRecorder outcomes, TimeProvider clock)
    {
        _breaker = breaker;
        _retries = maxRetryAttempts == 0 ? ResiliencePipeline<AttemptResult>.Empty : Retries(maxRetryAttempts, outcomes, clock);
        _attemptAsync = (context, operation) => AttemptAsync(attempts, operation, context.CancellationToken);
        _outcomes = outcomes;
    }

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

        using CircuitBreaker.Pass? pass = _breaker?.Enter();
        if (pass?.RetryAfter is { } retryAfter)
        {
            return Conclude(operation, AttemptResult.WithoutResponse(ClientErrors.CircuitOpen, isRetryable: false, isOutage: true, retryAfter), pass);
        }

        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            Outcome<AttemptResult> end = await _retries.ExecuteOutcomeAsync(_attemptAsync, context, operation).ConfigureAwait(false);
            end.ThrowIfException();
            return Conclude(operation, end.Result!, pass);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private SendResult Conclude(SendOperation operation, AttemptResult end, CircuitBreaker.Pass? pass)
    {
        SendResult result = operation.ToResult(end, _outcomes.Account);
        _outcomes.RecordSend(operation, end, result, pass);
        return result;
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private static async ValueTask<Outcome<AttemptResult>> AttemptAsync(AttemptSender attempts, SendOperation operation, CancellationToken cancellationToken) =>
        Outcome.FromResult(await attempts.SendAsync(operation, cancellationToken).ConfigureAwait(false));

    // How long to wait was decided where the response was read; here it is only carried out.
    private static ResiliencePipeline<AttemptResult> Retries(int maxRetryAttempts, OutcomeRecorder outcomes, TimeProvider clock) =>
        new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<AttemptResult>
            {
                MaxRetryAttempts = maxRetryAttempts,
                ShouldHandle = static arguments => new(arguments.Outcome.Result?.RetryDelay is not null),
                DelayGenerator = static arguments => new(arguments.Outcome.Result?.RetryDelay),
                OnRetry = arguments =>
                {
                    outcomes.RecordRetry(arguments.Outcome.Result!, arguments.AttemptNumber + 1);
                    return default;
                },
            })
            .Build();
}
