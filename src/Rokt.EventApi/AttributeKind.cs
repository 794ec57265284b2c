using System.Diagnostics.CodeAnalysis;

namespace Rokt.EventApi;

/// <summary>Specifies what an <see cref="AttributeValue"/> holds.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the JSON types' own names.")]
public enum AttributeKind
{
    /// <summary>Nothing: the attribute counts as not set.</summary>
    None,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number, with the decimals it was given with.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A list of strings; user attributes only.</summary>
    List,
}
