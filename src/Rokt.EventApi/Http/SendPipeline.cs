using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Rokt.EventApi.Http;

/// <summary>The way of a send within its time budget, from the outside in: circuit breaker, retries; then the attempts.</summary>
internal static class SendPipeline
{
    public static ResiliencePipeline<AttemptResult> Create(
        EventApiOptions options, RetryDelays delays, TimeProvider clock, Action<string, SendOperation> retrying)
    {
        var builder = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = clock };
        if (options.CircuitBreaker.Enabled)
        {
            builder.AddCircuitBreaker(CircuitBreaker(options.CircuitBreaker));
        }

        if (options.Retry.MaxRetryAttempts > 0)
        {
            builder.AddRetry(Retry(options.Retry, delays, retrying));
        }

        return builder.Build();
    }

    private static CircuitBreakerStrategyOptions<AttemptResult> CircuitBreaker(EventApiCircuitBreakerOptions options)
    {
        var state = new CircuitBreakerStateProvider();
        return new()
        {
            FailureRatio = options.FailureRatio,
            MinimumThroughput = options.MinimumThroughput,
            SamplingDuration = options.SamplingDuration,
            BreakDuration = options.BreakDuration,
            StateProvider = state,

            // What goes to find out whether the API is back, and is given up before it knows, must not close the circuit.
            ShouldHandle = arguments => new(
                arguments.Outcome.Result is { IsOutage: true }
                || (arguments.Outcome.Exception is OperationCanceledException && RanOutOfTimeAtTheServer(arguments.Context))
                || (state.CircuitState == CircuitState.HalfOpen && arguments.Outcome.Result?.StatusCode is null)),
        };
    }

    private static bool RanOutOfTimeAtTheServer(ResilienceContext context)
    {
        SendOperation operation = SendOperation.Of(context);
        return operation.IsOverTime(context) && !operation.IsWaitingForPermit;
    }

    private static RetryStrategyOptions<AttemptResult> Retry(EventApiRetryOptions options, RetryDelays delays, Action<string, SendOperation> retrying) => new()
    {
        MaxRetryAttempts = options.MaxRetryAttempts,
        ShouldHandle = arguments =>
        {
            if (arguments.Outcome.Result is not { IsRetryable: true })
            {
                return new(false);
            }

            // A wait that does not fit into the budget is not begun.
            SendOperation operation = SendOperation.Of(arguments.Context);
            operation.NextDelay = operation.ServerWait ?? delays.BackOff(arguments.AttemptNumber);
            return new(operation.NextDelay < operation.Remaining);
        },
        DelayGenerator = static arguments => new(SendOperation.Of(arguments.Context).NextDelay),
        OnRetry = arguments =>
        {
            retrying(arguments.Outcome.Result!.Reason!, SendOperation.Of(arguments.Context));
            return default;
        },
    };
}
