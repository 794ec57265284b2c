using System.ComponentModel;
using System.Globalization;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// Refuses to convert a value to text. Newtonsoft.Json asks the converter of a type that has one; without it, it would write the
/// properties, and read back a value that has none.
/// </summary>
internal sealed class RefusingTypeConverter : TypeConverter
{
    /// <summary>What a serializer throws that would lose the values.</summary>
    public const string Message =
        "Only System.Text.Json serializes the types of Rokt.EventApi without losing their values. Store a conversion event as the string of its ToJson(), and read it with ConversionEvent.FromJson.";

    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override bool CanConvertTo(ITypeDescriptorContext? context, Type? destinationType) => destinationType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => throw new NotSupportedException(Message);

    public override object? ConvertTo(ITypeDescriptorContext? context, CultureInfo? culture, object? value, Type destinationType) => throw new NotSupportedException(Message);
}
