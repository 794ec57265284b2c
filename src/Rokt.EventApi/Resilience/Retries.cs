using Polly;
using Polly.Retry;
using Rokt.EventApi.Sending;

namespace Rokt.EventApi.Resilience;

/// <summary>Polly's retries, for a send whose first attempt was not its last: one whose was need not go through them.</summary>
internal sealed class Retries
{
    private static readonly ResiliencePropertyKey<SendOperation> Key = new("Rokt.EventApi.SendOperation");

    private readonly ResiliencePipeline<AttemptResult> _retries;

    /// <param name="options">How many; at least one, which is the least that Polly takes.</param>
    /// <param name="delays">How long to wait before each.</param>
    /// <param name="clock">The time of every wait.</param>
    /// <param name="retrying">Told before each wait.</param>
    public Retries(EventApiRetryOptions options, RetryDelays delays, TimeProvider clock, Action<string, SendOperation> retrying) =>
        _retries = new ResiliencePipelineBuilder<AttemptResult> { TimeProvider = clock }.AddRetry(Strategy(options, delays, retrying)).Build();

    /// <summary>Makes further attempts until one is the last.</summary>
    /// <param name="first">How the first one ended.</param>
    /// <param name="operation">The send.</param>
    /// <param name="attemptAsync">Makes an attempt.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<AttemptResult> GoOnAsync(
        AttemptResult first, SendOperation operation, Func<SendOperation, CancellationToken, ValueTask<AttemptResult>> attemptAsync, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Key, operation);
        try
        {
            bool isFirst = true;
            return await _retries.ExecuteAsync(
                context =>
                {
                    bool isMade = isFirst;
                    isFirst = false;
                    return isMade ? new ValueTask<AttemptResult>(first) : attemptAsync(operation, context.CancellationToken);
                },
                context).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static RetryStrategyOptions<AttemptResult> Strategy(EventApiRetryOptions options, RetryDelays delays, Action<string, SendOperation> retrying) => new()
    {
        MaxRetryAttempts = options.MaxRetryAttempts,
        ShouldHandle = arguments =>
        {
            if (arguments.Outcome.Result is not { IsRetryable: true })
            {
                return new(false);
            }

            // A wait that does not fit into the budget is not begun.
            SendOperation operation = Of(arguments.Context);
            operation.NextDelay = operation.ServerWait ?? delays.BackOff(arguments.AttemptNumber);
            return new(operation.NextDelay < operation.Remaining);
        },
        DelayGenerator = static arguments => new(Of(arguments.Context).NextDelay),
        OnRetry = arguments =>
        {
            retrying(arguments.Outcome.Result!.Reason!, Of(arguments.Context));
            return default;
        },
    };

    private static SendOperation Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);
}
