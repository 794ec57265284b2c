using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Xml;
using System.Xml.Serialization;
using Newtonsoft.Json;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Rokt.EventApi.Tests.Serialization;

/// <summary>The serializers that a queue, a cache or a session may use for whatever it is given.</summary>
internal static class ForeignSerializers
{
    /// <summary>Writes a value with each serializer and reads it back; those that fail, at either, are left out.</summary>
    public static IEnumerable<(string Serializer, object? Value)> Back(object value)
    {
        Type type = value.GetType();
        (string, Func<object?>)[] serializers =
        [
            ("System.Text.Json", () => JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type)),
            ("Newtonsoft.Json", () => JsonConvert.DeserializeObject(JsonConvert.SerializeObject(value), type)),
            ("XmlSerializer", () => ThroughXml(new XmlSerializer(type), value)),
            ("DataContractSerializer", () => ThroughContract(new DataContractSerializer(type), value)),
            ("DataContractJsonSerializer", () => ThroughContract(new DataContractJsonSerializer(type), value)),
        ];
        foreach ((string name, Func<object?> roundTrip) in serializers)
        {
            object? back;
            try
            {
                back = roundTrip();
            }
            catch (Exception)
            {
                continue;
            }

            yield return (name, back);
        }
    }

    private static object? ThroughXml(XmlSerializer serializer, object value)
    {
        using var stream = new MemoryStream();
        serializer.Serialize(stream, value);
        stream.Position = 0;
        using var reader = XmlReader.Create(stream);
        return serializer.Deserialize(reader);
    }

    private static object? ThroughContract(XmlObjectSerializer serializer, object value)
    {
        using var stream = new MemoryStream();
        serializer.WriteObject(stream, value);
        stream.Position = 0;
        return serializer.ReadObject(stream);
    }
}
