using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>What holds for a whole file and can only be known from all of it.</summary>
internal sealed class FileProfile
{
    /// <summary>Gets which of two numbers is the day.</summary>
    public DateOrder DateOrder { get; init; }

    /// <summary>Gets whether some date can only be read if <see cref="DateOrder"/> is known.</summary>
    public bool HasAmbiguousDates { get; init; }

    /// <summary>Gets whether a comma separates the decimals.</summary>
    public bool IsDecimalComma { get; init; }

    /// <summary>Gets whether times have neither an offset nor a zone.</summary>
    public bool HasTimesWithoutZone { get; init; }

    /// <summary>Gets whether amounts have a currency.</summary>
    public bool HasCurrency { get; init; }

    /// <summary>Gets how much was refunded of each transaction by rows of their own.</summary>
    public IReadOnlyDictionary<string, decimal> Refunds { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Gets the orders whose rows do not all stand together, by the hash of their key, with the number of the last row.</summary>
    public IReadOnlyDictionary<ulong, long> ScatteredOrders { get; init; } = new Dictionary<ulong, long>();

    /// <summary>Gets the number of rows read for this profile.</summary>
    public long Rows { get; init; }
}
