namespace Rokt.EventApi;

/// <summary>Sends conversions to the Rokt Event API. Thread-safe, and safe to keep: register it once, or create one and reuse it.</summary>
/// <remarks>
/// A send never throws because of the network or the server: see <see cref="SendStatus"/>. When an answer is lost after the
/// server has taken the event, the retry sends it twice; the server counts it once if the event has a
/// <see cref="ConversionEvent.ConfirmationRef"/>, by which Rokt deduplicates conversions.
/// </remarks>
public interface IEventApiClient
{
    /// <summary>Sends one conversion, with retries, within the time of <see cref="EventApiRetryOptions.TotalTimeout"/>.</summary>
    /// <param name="conversion">The event.</param>
    /// <param name="cancellationToken">Ends the send; a request that is on its way may still arrive.</param>
    /// <returns>How the send ended; call <see cref="SendResult.EnsureAccepted"/> to have an exception instead.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<SendResult> SendAsync(ConversionEvent conversion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends several conversions, those of one customer together: consecutive events with equal identities, user
    /// attributes and environment go as one batch, as far as the request size of 256 kB allows. The batches go one after
    /// the other, each with the time of one send.
    /// </summary>
    /// <param name="conversions">The events.</param>
    /// <param name="cancellationToken">Ends the send; batches that went before are sent.</param>
    /// <returns>One result an event, in their order; events of one batch share a result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversions"/> or one of them is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<IReadOnlyList<SendResult>> SendAsync(IEnumerable<ConversionEvent> conversions, CancellationToken cancellationToken = default);

    /// <summary>Sends a stream of conversions, each as a batch of its own, and yields each with its result, in their order.</summary>
    /// <param name="conversions">The events; read only as fast as they can be sent, so memory stays bounded.</param>
    /// <param name="maxConcurrency">The most sends at once. Default: 16; at least 1.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversions"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    IAsyncEnumerable<StreamedResult> SendStreamAsync(
        IAsyncEnumerable<ConversionEvent> conversions, int maxConcurrency = 16, CancellationToken cancellationToken = default);
}
