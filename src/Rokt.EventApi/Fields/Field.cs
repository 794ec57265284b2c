using System.Text.Json;

namespace Rokt.EventApi.Fields;

/// <summary>
/// One field of the request's JSON: where it stands, and how it is checked, written and read. Rules, reader, writer and tests
/// iterate over the fields of <see cref="ConversionFields"/>.
/// </summary>
internal abstract class Field(string parent, string name, bool isEssential)
{
    public string Name { get; } = name;

    /// <summary>Gets the name as the writer takes it; encoded once, it is only copied from then on.</summary>
    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(name);

    /// <summary>Gets where the field stands, such as <c>user_identities.email</c>.</summary>
    public string Path { get; } = parent.Length == 0 ? name : $"{parent}.{name}";

    /// <summary>Gets whether a conversion means something else without the field, so that it is never left out for being invalid.</summary>
    public bool IsEssential { get; } = isEssential;

    public abstract bool IsSet(ConversionEvent conversion);

    public abstract void Clear(ConversionEvent conversion);

    /// <summary>Adds what is wrong with the value, if there is one.</summary>
    public abstract void Check(ConversionEvent conversion, TimeProvider clock, ref ViolationList violations);

    /// <summary>Writes name and value, if there is one.</summary>
    public abstract void Write(Utf8JsonWriter writer, ConversionEvent conversion);

    /// <summary>Sets the field to a value of the JSON, normalized as the builder does.</summary>
    /// <exception cref="InvalidOperationException">The value has another JSON type.</exception>
    /// <exception cref="FormatException">The value is out of the range of the field's type.</exception>
    public abstract void Read(JsonElement value, ConversionEvent conversion);
}
