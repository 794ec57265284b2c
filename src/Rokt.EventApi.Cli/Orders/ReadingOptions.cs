using Rokt.EventApi.Cli.Exports;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>How orders become conversions.</summary>
internal sealed record ReadingOptions
{
    /// <summary>Gets the time zone of times without one.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Gets the currency of amounts without one; null for none.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets whether only the digest of an e-mail address is sent.</summary>
    public bool HashEmails { get; init; }

    /// <summary>Gets whether orders that are not paid yet are skipped.</summary>
    public bool SkipUnpaid { get; init; }

    /// <summary>Gets whether orders older than <see cref="EventApiLimits.EventAge"/> are sent.</summary>
    public bool AllowOld { get; init; }

    /// <summary>Gets whether an order keeps its original rows.</summary>
    public bool KeepRows { get; init; }

    /// <summary>Gets how what is to be done is said.</summary>
    public Wording Wording { get; init; } = Wording.CommandLine;

    /// <summary>Gets the moment from which ages are counted.</summary>
    public DateTimeOffset Now { get; init; }
}
