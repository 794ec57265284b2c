namespace Rokt.EventApi;

/// <summary>An event of a stream, and how its send ended.</summary>
/// <param name="Event">The event that was sent.</param>
/// <param name="Result">How its send ended.</param>
public readonly record struct StreamedResult(ConversionEvent Event, SendResult Result);
