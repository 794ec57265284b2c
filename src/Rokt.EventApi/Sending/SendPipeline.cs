using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.Sending;

/// <summary>
/// What a send meets around its attempts, from the outside in: circuit breaker, retries. Nearly every send meets a closed circuit
/// and needs no retry: while the circuit is closed, the sender makes the first attempt itself and brings its end here, which spares
/// each send a method that waits.
/// </summary>
/// <param name="circuit">Null when it is turned off.</param>
/// <param name="retries">Make the attempts after the first; null for none.</param>
/// <param name="attemptAsync">Makes one attempt.</param>
internal sealed class SendPipeline(
    Circuit? circuit, Retries? retries, Func<SendOperation, CancellationToken, ValueTask<AttemptResult>> attemptAsync)
{
    /// <summary>Whether the circuit, open or half open, decides if there is an attempt at all.</summary>
    public bool IsCircuitOpen => circuit is { IsClosed: false };

    /// <summary>The whole send, when <see cref="IsCircuitOpen"/>.</summary>
    public ValueTask<AttemptResult> TryAsync(SendOperation operation, CancellationToken cancellationToken) => circuit!.TryAsync(
        async token =>
        {
            AttemptResult first = await attemptAsync(operation, token).ConfigureAwait(false);
            return await GoOnAsync(first, operation, token).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>What comes after the first attempt of a send that began while the circuit was closed.</summary>
    public async ValueTask<AttemptResult> FinishAsync(AttemptResult first, SendOperation operation, CancellationToken cancellationToken)
    {
        AttemptResult end = await GoOnAsync(first, operation, cancellationToken).ConfigureAwait(false);
        if (circuit is not null)
        {
            await circuit.NoteAsync(end).ConfigureAwait(false);
        }

        return end;
    }

    private ValueTask<AttemptResult> GoOnAsync(AttemptResult first, SendOperation operation, CancellationToken cancellationToken) =>
        first.IsRetryable && retries is not null ? retries.GoOnAsync(first, operation, attemptAsync, cancellationToken) : new(first);
}
