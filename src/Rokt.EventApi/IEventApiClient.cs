namespace Rokt.EventApi;

/// <summary>Sends conversions to the Rokt Event API. Thread-safe, and safe to keep: register it once, or create one and reuse it.</summary>
/// <remarks>
/// A send never throws because of the network or the server: see <see cref="SendStatus"/>. When a response is lost after the
/// server has taken the event, the retry sends it again; the server counts it once if the event has a
/// <see cref="ConversionEvent.ConfirmationRef"/>, by which Rokt deduplicates conversions. So set one.
/// </remarks>
public interface IEventApiClient
{
    /// <summary>Sends one conversion, with retries, within the time of <see cref="EventApiRetryOptions.TotalTimeout"/>.</summary>
    /// <remarks>
    /// The server may get the same event more than once: a response that is lost leads to a repeat. Rokt counts an event once that has a
    /// <see cref="ConversionEvent.ConfirmationRef"/>.
    /// </remarks>
    /// <param name="conversion">The event.</param>
    /// <param name="cancellationToken">A token to cancel the operation; a request in flight may still arrive.</param>
    /// <returns>How the send ended; call <see cref="SendResult.EnsureAccepted"/> to have an exception instead.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// SendResult result = await client.SendAsync(conversion, cancellationToken);
    /// if (result.Status == SendStatus.Unavailable)
    /// {
    ///     // Not now: send it again later, or keep conversions in an outbox.
    /// }
    /// </code>
    /// </example>
    Task<SendResult> SendAsync(ConversionEvent conversion, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends several conversions, those of one customer together: consecutive events with equal identities, user
    /// attributes and environment go as one batch of at most <see cref="EventApiLimits.BatchEvents"/> events and
    /// <see cref="EventApiLimits.BatchBytes"/> bytes. The batches go one after the other, each with the time of one send.
    /// </summary>
    /// <remarks>
    /// A batch of several events that the server refuses with 400 or 413 is sent again in halves, so that one event that it does not take
    /// rejects no other. The server may get the same events more than once: a response that is lost leads to a repeat. Rokt counts an event
    /// once that has a <see cref="ConversionEvent.ConfirmationRef"/>.
    /// </remarks>
    /// <param name="conversions">The events.</param>
    /// <param name="cancellationToken">A token to cancel the operation; batches that went before are sent.</param>
    /// <returns>One result per event, in their order; events that were sent as one batch share a result.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversions"/> or one of them is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// IReadOnlyList&lt;SendResult&gt; results = await client.SendAsync(conversions, cancellationToken);
    /// int accepted = results.Count(result => result.Status == SendStatus.Accepted);
    /// </code>
    /// </example>
    Task<IReadOnlyList<SendResult>> SendAsync(IEnumerable<ConversionEvent> conversions, CancellationToken cancellationToken = default);

    /// <summary>Sends a stream of conversions, each as a batch of its own, and yields each with its result, in their order.</summary>
    /// <remarks>
    /// Every event that is read from the source is sent. When the consumer leaves the stream early, the source is read no further, and
    /// disposing the stream waits until the sends in flight have ended as they would have; their results are not yielded. When
    /// <paramref name="cancellationToken"/> is cancelled, the sends in flight are cancelled too: events whose results were yielded
    /// ended as these say; of the others that were read, some may have arrived, some not; events that were not read were not sent.
    /// To send those without a result again is safe if each has a <see cref="ConversionEvent.ConfirmationRef"/>, and so is the repeat to
    /// which a lost response leads: Rokt counts such an event once.
    /// </remarks>
    /// <param name="conversions">The events; read only as fast as they can be sent, so memory stays bounded.</param>
    /// <param name="maxConcurrency">
    /// The most sends in flight; at least 1. Default: null, as many as it takes to use the rate limit at the distance of the server, and at
    /// most 512.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the stream and its sends in flight.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversions"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// await foreach ((ConversionEvent sent, SendResult outcome) in client.SendStreamAsync(conversions, cancellationToken: cancellationToken))
    /// {
    ///     Console.WriteLine($"{sent.ConfirmationRef}: {outcome.Status}");
    /// }
    /// </code>
    /// </example>
    IAsyncEnumerable<StreamedResult> SendStreamAsync(
        IAsyncEnumerable<ConversionEvent> conversions, int? maxConcurrency = null, CancellationToken cancellationToken = default);
}
