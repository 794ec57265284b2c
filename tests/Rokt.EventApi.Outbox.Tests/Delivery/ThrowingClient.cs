namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A client of the application's own around the SDK's, which throws what no client should.</summary>
internal sealed class ThrowingClient(IPreparedConversionClient inner) : IPreparedConversionClient
{
    private int _throws;
    private int _sends;

    /// <summary>How many sends still throw.</summary>
    public int Throws
    {
        get => Volatile.Read(ref _throws);
        set => Volatile.Write(ref _throws, value);
    }

    /// <summary>How often it was asked to send.</summary>
    public int Sends => Volatile.Read(ref _sends);

    public int CredentialsVersion => inner.CredentialsVersion;

    public PreparedConversion? Prepare(ConversionEvent conversion) => inner.Prepare(conversion);

    public Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _sends);
        return Interlocked.Decrement(ref _throws) >= 0
            ? throw new MissingMethodException($"Cannot send {System.Text.Encoding.UTF8.GetString(conversion.Body.Span)}.")
            : inner.SendAsync(conversion, options, cancellationToken);
    }
}
