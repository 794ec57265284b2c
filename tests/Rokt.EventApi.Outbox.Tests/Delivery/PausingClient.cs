namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A client in which an operator pauses delivery while the first conversion waits to be sent.</summary>
internal sealed class PausingClient(IPreparedConversionClient inner) : IPreparedConversionClient
{
    private int _sends;

    public IOutboxManagement? Management { get; set; }

    /// <summary>How often it was asked to send.</summary>
    public int Sends => Volatile.Read(ref _sends);

    public int CredentialsVersion => inner.CredentialsVersion;

    public PreparedConversion? Prepare(ConversionEvent conversion) => inner.Prepare(conversion);

    public async Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Increment(ref _sends) == 1)
        {
            await Management!.PauseAsync(cancellationToken);
        }

        return await inner.SendAsync(conversion, options, cancellationToken);
    }
}
