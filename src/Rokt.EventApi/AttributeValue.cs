using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Xml;
using System.Xml.Schema;
using System.Xml.Serialization;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

/// <summary>
/// Represents the value of a custom attribute: a string, a number, a boolean or, for user attributes, a list of strings.
/// Strings, <see cref="decimal"/>s, integers and booleans convert to it implicitly. The default value counts as not set.
/// </summary>
/// <remarks>
/// A <see cref="double"/> does not convert: cast it to <see cref="decimal"/>, so that its rounding is your decision.
/// System.Text.Json writes the value as the JSON value that it is; other serializers throw.
/// </remarks>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The conversions exist to be implicit; From would be a second way.")]
[JsonConverter(typeof(AttributeValueJsonConverter))]
[TypeConverter(typeof(RefusingTypeConverter))]
public readonly struct AttributeValue : IEquatable<AttributeValue>, IXmlSerializable
{
    private readonly object? _reference;
    private readonly decimal _number;

    private AttributeValue(AttributeKind kind, object? reference, decimal number)
    {
        Kind = kind;
        _reference = reference;
        _number = number;
    }

    /// <summary>Gets what the value is.</summary>
    public AttributeKind Kind { get; }

    /// <summary>Converts a string, trimmed; null and blank strings become a value that counts as not set.</summary>
    public static implicit operator AttributeValue(string? value) =>
        string.IsNullOrWhiteSpace(value) ? default : new(AttributeKind.String, value!.Trim(), 0);

    /// <summary>Converts a character to a string; C# would make it a number.</summary>
    public static implicit operator AttributeValue(char value) => value.ToString();

    /// <summary>Converts a number; <c>100.00m</c> is sent with its two decimals.</summary>
    public static implicit operator AttributeValue(decimal value) => new(AttributeKind.Number, null, value);

    /// <summary>Converts a boolean.</summary>
    public static implicit operator AttributeValue(bool value) => new(AttributeKind.Boolean, null, value ? 1 : 0);

    /// <summary>Determines whether two values are equal.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Determines whether two values differ in kind or content.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <summary>Creates a list of strings, for a user attribute; entries are trimmed, and blank ones left out.</summary>
    /// <param name="values">The entries; at most 1000, of at most 512 characters each.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    /// <example>
    /// <code>
    /// builder.WithUserAttribute("colors", AttributeValue.List("red", "blue"));
    /// </code>
    /// </example>
    public static AttributeValue List(params string?[] values) => List((IEnumerable<string?>)values);

    /// <summary>Creates a list of strings, for a user attribute; entries are trimmed, and blank ones left out.</summary>
    /// <param name="values">The entries; at most 1000, of at most 512 characters each.</param>
    /// <exception cref="ArgumentNullException"><paramref name="values"/> is null.</exception>
    public static AttributeValue List(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] entries = [.. values.Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value!.Trim())];
        return entries.Length == 0 ? default : new(AttributeKind.List, entries, 0);
    }

    /// <summary>Returns the string.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsString() => Kind == AttributeKind.String ? (string)_reference! : throw Not(AttributeKind.String);

    /// <summary>Returns the number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public decimal AsNumber() => Kind == AttributeKind.Number ? _number : throw Not(AttributeKind.Number);

    /// <summary>Returns the boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsBoolean() => Kind == AttributeKind.Boolean ? _number != 0 : throw Not(AttributeKind.Boolean);

    /// <summary>Returns the list.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public IReadOnlyList<string> AsList() => Kind == AttributeKind.List ? Array.AsReadOnly((string[])_reference!) : throw Not(AttributeKind.List);

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) => Kind == other.Kind && Kind switch
    {
        AttributeKind.String => AsString() == other.AsString(),
        AttributeKind.List => ((string[])_reference!).AsSpan().SequenceEqual((string[])other._reference!),
        _ => _number == other._number,
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        AttributeKind.String => (Kind, AsString()).GetHashCode(),
        AttributeKind.List => (Kind, AsList().Count, AsList()[0]).GetHashCode(),
        _ => (Kind, _number).GetHashCode(),
    };

    /// <summary>Names the kind, never the value: it may be personal data.</summary>
    public override string ToString() => Kind.ToString();

    XmlSchema? IXmlSerializable.GetSchema() => null;

    // Without these, the serializers of XML read back a value without any.
    void IXmlSerializable.ReadXml(XmlReader reader) => throw new NotSupportedException(RefusingTypeConverter.Message);

    void IXmlSerializable.WriteXml(XmlWriter writer) => throw new NotSupportedException(RefusingTypeConverter.Message);

    private InvalidOperationException Not(AttributeKind wanted) => new($"The attribute is a {Kind}, not a {wanted}.");
}
