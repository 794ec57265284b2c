using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Http;

/// <summary>The way of a send within its time budget, from the outside in: circuit breaker, retries; then the attempts.</summary>
/// <param name="circuit">Null when it is turned off.</param>
/// <param name="retries">Make the attempts after the first; null for none.</param>
/// <param name="attemptAsync">Makes one attempt.</param>
internal sealed class SendPipeline(
    Circuit? circuit, Retries? retries, Func<SendOperation, CancellationToken, ValueTask<AttemptResult>> attemptAsync)
{
    public ValueTask<AttemptResult> SendAsync(SendOperation operation, CancellationToken cancellationToken) =>
        circuit is { IsClosed: false } ? TryAsync(circuit, operation, cancellationToken) : SendAsync(circuit, operation, cancellationToken);

    private ValueTask<AttemptResult> TryAsync(Circuit open, SendOperation operation, CancellationToken cancellationToken) =>
        open.TryAsync(token => SendAsync(null, operation, token), cancellationToken);

    // Nearly every send meets a closed circuit and needs no retry: it goes past both strategies, and its state is used again.
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    private async ValueTask<AttemptResult> SendAsync(Circuit? closed, SendOperation operation, CancellationToken cancellationToken)
    {
        AttemptResult end = await attemptAsync(operation, cancellationToken).ConfigureAwait(false);
        if (end.IsRetryable && retries is not null)
        {
            end = await retries.GoOnAsync(end, operation, attemptAsync, cancellationToken).ConfigureAwait(false);
        }

        if (closed is not null)
        {
            await closed.NoteAsync(end).ConfigureAwait(false);
        }

        return end;
    }
}
