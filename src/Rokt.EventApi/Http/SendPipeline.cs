using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Http;

/// <summary>The way of a send within its time budget, from the outside in: circuit breaker, retries; then the attempts.</summary>
/// <param name="circuit">Null when it is turned off.</param>
/// <param name="retries">Make the attempts after the first; null for none.</param>
/// <param name="attemptAsync">Makes one attempt.</param>
internal sealed class SendPipeline(
    Circuit? circuit, Retries? retries, Func<SendOperation, CancellationToken, ValueTask<AttemptResult>> attemptAsync)
{
    // Nearly every send meets a closed circuit and needs no retry: it goes past both strategies, and its state is used again.
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<AttemptResult> SendAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        if (circuit is { IsClosed: false })
        {
            return await TryAsync(circuit, operation, cancellationToken).ConfigureAwait(false);
        }

        AttemptResult end = await attemptAsync(operation, cancellationToken).ConfigureAwait(false);
        if (end.IsRetryable && retries is not null)
        {
            end = await retries.GoOnAsync(end, operation, attemptAsync, cancellationToken).ConfigureAwait(false);
        }

        if (circuit is not null)
        {
            await circuit.NoteAsync(end).ConfigureAwait(false);
        }

        return end;
    }

    private ValueTask<AttemptResult> TryAsync(Circuit open, SendOperation operation, CancellationToken cancellationToken) => open.TryAsync(
        async token =>
        {
            AttemptResult first = await attemptAsync(operation, token).ConfigureAwait(false);
            return first.IsRetryable && retries is not null
                ? await retries.GoOnAsync(first, operation, attemptAsync, token).ConfigureAwait(false)
                : first;
        },
        cancellationToken);
}
