using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Http;

/// <summary>The way of a send within its time budget, from the outside in: circuit breaker, retries; then the attempts.</summary>
/// <param name="circuit">Null when it is turned off.</param>
/// <param name="retries">Make the attempts after the first.</param>
/// <param name="attemptAsync">Makes one attempt.</param>
internal sealed class SendPipeline(
    Circuit? circuit, Retries retries, Func<SendOperation, CancellationToken, ValueTask<AttemptResult>> attemptAsync)
{
    // Nearly every send meets a closed circuit and needs no retry: it goes past both strategies, and its state is used again.
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<AttemptResult> SendAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        if (circuit is { IsClosed: false })
        {
            return await circuit.TryAsync(token => AttemptAsync(operation, token), cancellationToken).ConfigureAwait(false);
        }

        AttemptResult end = await attemptAsync(operation, cancellationToken).ConfigureAwait(false);
        if (end.IsRetryable)
        {
            end = await retries.GoOnAsync(end, operation, attemptAsync, cancellationToken).ConfigureAwait(false);
        }

        if (circuit is not null)
        {
            await circuit.NoteAsync(end).ConfigureAwait(false);
        }

        return end;
    }

    private async ValueTask<AttemptResult> AttemptAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        AttemptResult first = await attemptAsync(operation, cancellationToken).ConfigureAwait(false);
        return first.IsRetryable
            ? await retries.GoOnAsync(first, operation, attemptAsync, cancellationToken).ConfigureAwait(false)
            : first;
    }
}
