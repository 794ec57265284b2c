using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// Converts a value to its JSON and back. Newtonsoft.Json writes a type with such a converter as a string; without it, it writes the
/// properties, and reads back a value without any.
/// </summary>
internal sealed class JsonTextConverter<T, TConverter> : TypeConverter
    where TConverter : JsonConverter<T>, new()
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override bool CanConvertTo(ITypeDescriptorContext? context, Type? destinationType) => destinationType == typeof(string);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string json ? JsonText.Read(json, new TConverter()) : throw GetConvertFromException(value);

    public override object ConvertTo(ITypeDescriptorContext? context, CultureInfo? culture, object? value, Type destinationType) =>
        value is T typed && destinationType == typeof(string) ? JsonText.Write(typed, new TConverter()) : throw GetConvertToException(value, destinationType);
}
