using Polly;
using Polly.CircuitBreaker;
using Rokt.EventApi.Sending;

namespace Rokt.EventApi.Resilience;

/// <summary>
/// Polly's circuit breaker. While it is closed a send goes past it and tells it afterwards how it ended, which spares each send
/// an async method around it; when it is open, it decides.
/// </summary>
internal sealed class Circuit
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<AttemptResult> _breaker;

    public Circuit(EventApiCircuitBreakerOptions options, TimeProvider clock) =>
        _breaker = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = clock }
            .AddCircuitBreaker(new()
            {
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.MinimumThroughput,
                SamplingDuration = options.SamplingDuration,
                BreakDuration = options.BreakDuration,
                StateProvider = _state,

                // What goes to find out whether the API is back, and is given up before it knows, must not close the circuit.
                ShouldHandle = arguments => new(
                    arguments.Outcome.Result is { IsOutage: true }
                    || (arguments.Outcome.Result?.StatusCode is null && !IsClosed)),
            })
            .Build();

    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    /// <summary>Takes note of how a send ended that began while the circuit was closed; when it no longer is, that tells nothing new.</summary>
    public async ValueTask NoteAsync(AttemptResult end)
    {
        if (!IsClosed)
        {
            return;
        }

        ResilienceContext context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        await _breaker
            .ExecuteOutcomeAsync(static (_, end) => new ValueTask<Outcome<AttemptResult>>(Outcome.FromResult(end)), context, end)
            .ConfigureAwait(false);
        ResilienceContextPool.Shared.Return(context);
    }

    /// <summary>Sends, when it is time to find out whether the API is back; fails at once, when it is not.</summary>
    public async ValueTask<AttemptResult> TryAsync(Func<CancellationToken, ValueTask<AttemptResult>> sendAsync, CancellationToken cancellationToken)
    {
        try
        {
            return await _breaker.ExecuteAsync(sendAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (BrokenCircuitException broken)
        {
            return AttemptResult.Unanswered(ClientErrors.CircuitOpen, isRetryable: false, isOutage: true, broken.RetryAfter);
        }
    }
}
