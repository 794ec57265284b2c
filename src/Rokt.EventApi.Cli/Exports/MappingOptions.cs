using System.Text.Json.Serialization;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Exports;

/// <summary>What the user says about a file's columns; what a map file holds.</summary>
internal sealed class MappingOptions
{
    /// <summary>Gets the column of each field, by the field's name.</summary>
    public Dictionary<string, string> Columns { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what is the same for every conversion, by the field's name.</summary>
    public Dictionary<string, string> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the currency of amounts without one.</summary>
    public string? Currency { get; set; }

    /// <summary>Gets or sets the time zone of times without one.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Gets or sets the column whose equal values make one order; <c>none</c> for one conversion per row.</summary>
    public string? GroupBy { get; set; }

    /// <summary>Gets or sets which of two numbers is the day. Default: found out.</summary>
    public DateOrder DateOrder { get; set; }

    /// <summary>Gets or sets whether a comma separates decimals. Default: found out.</summary>
    public bool? DecimalComma { get; set; }

    /// <summary>Gets or sets whether only the digest of an e-mail address is sent.</summary>
    public bool HashEmails { get; set; }

    /// <summary>Gets the wording of advice.</summary>
    [JsonIgnore]
    public Wording Wording { get; init; } = Wording.CommandLine;
}
