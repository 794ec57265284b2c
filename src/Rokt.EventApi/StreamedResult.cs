namespace Rokt.EventApi;

/// <summary>An event of a stream, and how its send ended.</summary>
public readonly struct StreamedResult
{
    /// <summary>Creates the result of an event, for a client of your own or a fake.</summary>
    /// <param name="event">The event that was sent.</param>
    /// <param name="result">How its send ended.</param>
    public StreamedResult(ConversionEvent @event, SendResult result)
    {
        Event = @event;
        Result = result;
    }

    /// <summary>Gets the event that was sent.</summary>
    public ConversionEvent Event { get; }

    /// <summary>Gets how its send ended.</summary>
    public SendResult Result { get; }

    /// <summary>Splits the pair, as <c>await foreach ((ConversionEvent sent, SendResult outcome) in ...)</c> does.</summary>
    /// <param name="event">The event that was sent.</param>
    /// <param name="result">How its send ended.</param>
    public void Deconstruct(out ConversionEvent @event, out SendResult result)
    {
        @event = Event;
        result = Result;
    }
}
