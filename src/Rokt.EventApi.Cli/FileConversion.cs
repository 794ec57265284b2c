namespace Rokt.EventApi.Cli;

/// <summary>Describes what one order of a file became: a conversion, or none and why.</summary>
/// <param name="row">The number of the order's first row: 1 is the first below the header.</param>
/// <param name="conversion">The conversion; null for an order that is skipped or breaks a rule.</param>
public sealed class FileConversion(long row, ConversionEvent? conversion)
{
    /// <summary>Gets the number of the order's first row: 1 is the first below the header.</summary>
    public long Row { get; } = row;

    /// <summary>Gets the conversion; null for an order that is skipped or breaks a rule.</summary>
    public ConversionEvent? Conversion { get; } = conversion;

    /// <summary>Gets whether the order is none to send though nothing is wrong with it, such as one that was cancelled or refunded in full.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Gets the rules that the order breaks, without values; empty for a conversion and for an order that is skipped.</summary>
    public IReadOnlyList<ConversionEventViolation> Violations { get; init; } = [];

    /// <summary>Gets the rules for whose sake optional values were left out of the conversion, without values; empty when nothing was.</summary>
    public IReadOnlyList<ConversionEventViolation> Dropped { get; init; } = [];

    /// <summary>Describes the order by its row, without personal data.</summary>
    public override string ToString() =>
        $"Row {Row}: {(IsSkipped ? "skipped" : Conversion is null ? "rejected" : "a conversion")}";
}
