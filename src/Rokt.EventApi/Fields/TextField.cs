using System.Text.Json;

namespace Rokt.EventApi.Fields;

/// <summary>A field that holds a text.</summary>
/// <param name="index">Where an event keeps the text.</param>
/// <param name="parent">The path of the JSON object that holds the field.</param>
/// <param name="name">The field's name.</param>
/// <param name="kind">How its text is normalized and checked.</param>
/// <param name="isEssential">Whether the field is never left out.</param>
/// <param name="hashedAs">The field that holds a digest in place of the text; null where there is none.</param>
internal sealed class TextField(int index, string parent, string name, TextKind kind, bool isEssential, TextField? hashedAs)
    : Field(parent, name, isEssential)
{
    public int Index { get; } = index;

    public TextKind Kind { get; } = kind;

    /// <summary>Gets the field that holds a digest in place of the text; null where there is none.</summary>
    public TextField? HashedAs { get; } = hashedAs;

    public override bool IsSet(ConversionEvent conversion) => conversion[this] is not null;

    public override void Clear(ConversionEvent conversion) => conversion[this] = null;

    public override void Check(ConversionEvent conversion, TimeProvider clock, ref ViolationList violations)
    {
        if (conversion[this] is { } text)
        {
            Check(text, new Subject(this), ref violations);
        }
    }

    /// <summary>Checks a text by the rules of this field, and reports it as another: that which holds the text's digest.</summary>
    public void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (HashedAs is { Kind: Digest hash } && Digest.Describe(text) is { } digest)
        {
            violations.Add(subject, $"This is {digest}, not the value itself: set a SHA-256 digest with {hash.Method}.");
        }
        else
        {
            Kind.Check(text, subject, ref violations);
        }
    }

    public override void Write(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        if (conversion[this] is { } text)
        {
            writer.WriteString(EncodedName, text);
        }
    }

    public override void Read(JsonElement value, ConversionEvent conversion) => conversion[this] = Kind.Normalize(value.GetString());
}
