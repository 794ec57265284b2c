namespace Rokt.EventApi;

/// <summary>
/// Prepares conversions for a queue, and sends what a queue stored: what <c>Rokt.EventApi.Outbox</c> does, for queues of your own.
/// <see cref="EventApiClient"/> implements it. Thread-safe.
/// </summary>
public interface IPreparedConversionClient
{
    /// <summary>
    /// Gets how often key or secret changed since the client was created. A queue that pauses because they are refused (401 or 403) resumes
    /// when this changes.
    /// </summary>
    int CredentialsVersion { get; }

    /// <summary>Prepares a conversion: the bytes of its request, with the client's environment and a request id.</summary>
    /// <remarks>A conversion without a <see cref="ConversionEvent.EventTime"/> counts as of its arrival: set one if it may be sent late.</remarks>
    /// <param name="conversion">The event.</param>
    /// <returns>
    /// What is stored and sent; null when there is nothing to store, because <see cref="EventApiOptions.BeforeSend"/> dropped the conversion
    /// or the client is not <see cref="EventApiOptions.Enabled"/>. A body above <see cref="EventApiLimits.RequestBodyBytes"/> is returned too,
    /// but every send of it is rejected.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// <see cref="EventApiOptions.BeforeSend"/> threw, or the event is live data and <see cref="EventApiOptions.BaseAddress"/> is not HTTPS.
    /// </exception>
    /// <example>
    /// <code>
    /// if (preparing.Prepare(conversion) is { } prepared)
    /// {
    ///     await queue.StoreAsync(prepared.Body.ToArray());
    /// }
    /// </code>
    /// </example>
    PreparedConversion? Prepare(ConversionEvent conversion);

    /// <summary>Sends a prepared conversion, by default with retries, within the time of <see cref="EventApiRetryOptions.TotalTimeout"/>.</summary>
    /// <remarks>
    /// The server may get the same event more than once: a response that is lost leads to a repeat, and so does a queue that sends what it
    /// had sent. Rokt counts an event once that has a <see cref="ConversionEvent.ConfirmationRef"/>.
    /// </remarks>
    /// <param name="conversion">What <see cref="Prepare"/> returned, or <see cref="PreparedConversion.FromBody"/>.</param>
    /// <param name="options">How to send it. Default: null, as any other send.</param>
    /// <param name="cancellationToken">A token to cancel the operation; a request in flight may still arrive.</param>
    /// <returns>
    /// How the send ended. When the client is not <see cref="EventApiOptions.Enabled"/>, it is <see cref="SendStatus.Unavailable"/> with 0
    /// attempts and the error code <c>disabled</c>, so that a queue keeps what it stored.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> is null.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// PreparedConversion stored = PreparedConversion.FromBody(body);
    /// SendResult result = await preparing.SendAsync(stored, new PreparedSendOptions { SingleAttempt = true }, cancellationToken);
    /// </code>
    /// </example>
    Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default);
}
