using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli;

/// <summary>Holds what is known of a file of orders, for <see cref="ConversionFile.ReadAsync"/>.</summary>
public sealed class ConversionFileOptions
{
    /// <summary>Gets the column of each field, by the field's name, such as <c>email</c>. Default: the columns are recognized by their names.</summary>
    public IDictionary<string, string> Columns { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets what is the same for every conversion, by the field's name, such as <c>conversiontype</c>. Default: nothing.</summary>
    public IDictionary<string, string> Values { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets the currency of amounts without one. Default: null, for those of the file alone.</summary>
    public string? Currency { get; set; }

    /// <summary>Gets or sets the zone of times without one: an IANA, Windows or Rails name, or an offset. Default: null, for the zone that the file names, else UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Gets or sets the column whose equal values make one order; <c>none</c> for one conversion per row. Default: null, for that of a known export.</summary>
    public string? GroupBy { get; set; }

    /// <summary>Gets or sets whether the day comes first in dates of numbers. Default: null, found out from the file.</summary>
    public bool? DayFirst { get; set; }

    /// <summary>Gets or sets whether a comma separates decimals. Default: null, found out from the file.</summary>
    public bool? DecimalComma { get; set; }

    /// <summary>Gets or sets whether a conversion holds only the SHA-256 of the e-mail address. Default: false.</summary>
    public bool HashEmails { get; set; }

    /// <summary>Gets or sets whether orders that are not paid yet are skipped. Default: false.</summary>
    public bool SkipUnpaid { get; set; }

    /// <summary>Gets or sets whether orders older than 30 days, which the API does not accept, become conversions. Default: false, they break a rule.</summary>
    public bool AllowOld { get; set; }

    internal MappingOptions ToMapping()
    {
        var mapping = new MappingOptions
        {
            Currency = Currency,
            TimeZone = TimeZone,
            GroupBy = GroupBy,
            DateOrder = DayFirst switch { true => DateOrder.DayFirst, false => DateOrder.MonthFirst, null => DateOrder.Unknown },
            DecimalComma = DecimalComma,
            HashEmails = HashEmails,
            Wording = Wording.Code,
        };
        foreach ((string field, string column) in Columns)
        {
            mapping.Columns[field] = column;
        }

        foreach ((string field, string value) in Values)
        {
            mapping.Values[field] = value;
        }

        return mapping;
    }

    internal ReadingOptions ToReading(TimeProvider clock) => new() { AllowOld = AllowOld, SkipUnpaid = SkipUnpaid, Now = clock.GetUtcNow() };
}
