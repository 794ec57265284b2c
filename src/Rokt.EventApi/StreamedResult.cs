using System.Text.Json.Serialization;
using System.Xml;
using System.Xml.Schema;
using System.Xml.Serialization;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

/// <summary>Represents an event of a stream, and how its send ended.</summary>
/// <remarks>Serializers throw: store the two apart.</remarks>
public readonly struct StreamedResult : IXmlSerializable
{
    /// <summary>Creates the result of an event, for a client of your own or a fake.</summary>
    /// <param name="event">The event that was sent.</param>
    /// <param name="result">How its send ended.</param>
    [JsonConstructor]
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

    XmlSchema? IXmlSerializable.GetSchema() => null;

    // Without these, the serializers of XML read back a pair of nulls.
    void IXmlSerializable.ReadXml(XmlReader reader) => throw new NotSupportedException(RefusingTypeConverter.Message);

    void IXmlSerializable.WriteXml(XmlWriter writer) => throw new NotSupportedException(RefusingTypeConverter.Message);
}
