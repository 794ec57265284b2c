using System.Reflection;
using System.Text.Json;

namespace Rokt.EventApi.Tests;

/// <summary>Compares events member by member.</summary>
internal static class SameEvent
{
    public static void Assert(ConversionEvent expected, ConversionEvent actual)
    {
        foreach (PropertyInfo property in typeof(ConversionEvent).GetProperties())
        {
            if (property.GetValue(expected) is IReadOnlyDictionary<string, AttributeValue> attributes)
            {
                Xunit.Assert.Equal(attributes, (IReadOnlyDictionary<string, AttributeValue>)property.GetValue(actual)!);
            }
            else if (property.GetValue(expected) is IReadOnlyDictionary<string, JsonElement> fields)
            {
                var others = (IReadOnlyDictionary<string, JsonElement>)property.GetValue(actual)!;
                Xunit.Assert.Equal(
                    fields.Select(field => (field.Key, JsonSerializer.Serialize(field.Value))).Order(),
                    others.Select(field => (field.Key, JsonSerializer.Serialize(field.Value))).Order());
            }
            else
            {
                Xunit.Assert.Equal(property.GetValue(expected), property.GetValue(actual));
            }
        }
    }
}
