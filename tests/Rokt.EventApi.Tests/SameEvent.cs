using System.Reflection;

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
            else
            {
                Xunit.Assert.Equal(property.GetValue(expected), property.GetValue(actual));
            }
        }
    }
}
