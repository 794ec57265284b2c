using System.Text.Json;

namespace Rokt.EventApi.Fields;

/// <summary>A field that holds a number, a date or another value.</summary>
internal sealed class ValueField<T>(
    string parent,
    string name,
    ValueKind<T> kind,
    bool isEssential,
    Func<ConversionEvent, T?> get,
    Action<ConversionEvent, T?> set)
    : Field(parent, name, isEssential)
    where T : struct
{
    public override bool IsSet(ConversionEvent conversion) => get(conversion) is not null;

    public override void Clear(ConversionEvent conversion) => set(conversion, null);

    public override void Check(ConversionEvent conversion, TimeProvider clock, ref ViolationList violations)
    {
        if (get(conversion) is { } value && kind.Objection(value, clock) is { } rule)
        {
            violations.Add(new Subject(this), rule);
        }
    }

    public override void Write(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        if (get(conversion) is { } value)
        {
            kind.Write(writer, EncodedName, value);
        }
    }

    public override void Read(JsonElement value, ConversionEvent conversion) => set(conversion, kind.Read(value));
}
