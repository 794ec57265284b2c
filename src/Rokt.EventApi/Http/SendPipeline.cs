using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Rokt.EventApi.Http;

/// <summary>
/// The way of a send within its time budget, from the outside in: circuit breaker, retries; then once an attempt: admission
/// (account hold and rate limit) and the attempt with its own timeout.
/// </summary>
internal static class SendPipeline
{
    public static ResiliencePipeline<AttemptResult> Create(EventApiOptions options, AdmissionOptions admission, Action<string, SendOperation> retrying)
    {
        var builder = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = admission.Clock };
        if (options.CircuitBreaker.Enabled)
        {
            builder.AddCircuitBreaker(CircuitBreaker(options.CircuitBreaker));
        }

        if (options.Retry.MaxRetryAttempts > 0)
        {
            builder.AddRetry(Retry(options.Retry, admission.Delays, retrying));
        }

        return Admitted(builder, admission);
    }

    /// <summary>The way of one attempt, without retries and circuit breaker: the outbox has its own.</summary>
    public static ResiliencePipeline<AttemptResult> CreateSingle(AdmissionOptions admission) =>
        Admitted(new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = admission.Clock }, admission);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "AdmissionOptions has no data annotations to lose.")]
    private static ResiliencePipeline<AttemptResult> Admitted(ResiliencePipelineBuilder<AttemptResult> builder, AdmissionOptions admission) =>
        builder.AddStrategy(_ => new AdmissionStrategy(admission), admission).Build();

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
