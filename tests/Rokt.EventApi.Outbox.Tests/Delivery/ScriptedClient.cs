namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A client whose results are the test's.</summary>
internal sealed class ScriptedClient : IPreparedConversionClient
{
    private int _sends;

    /// <summary>Returns the result of a send; it is accepted by default.</summary>
    public Func<PreparedSendOptions, Task<SendResult>> Send { get; set; } = _ => Task.FromResult(SendResult.Accepted());

    /// <summary>How often it was asked to send.</summary>
    public int Sends => Volatile.Read(ref _sends);

    public int CredentialsVersion => 7;

    /// <summary>A body that a client could have prepared.</summary>
    public static string Body(long? eventTime = null)
    {
        string time = eventTime is { } at ? FormattableString.Invariant($",\"timestamp_unixtime_ms\":{at}") : "";
        return $$"""{"environment":"development","source_request_id":"request","events":[{"event_type":"custom_event","data":{"event_name":"conversion"{{time}} } }]}""";
    }

    public void Returns(SendResult result) => Send = _ => Task.FromResult(result);

    public PreparedConversion? Prepare(ConversionEvent conversion) => throw new NotSupportedException();

    public Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _sends);
        return Send(options!).WaitAsync(cancellationToken);
    }
}
