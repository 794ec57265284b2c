using System.Collections.Frozen;
using TimeZoneConverter;

namespace Rokt.EventApi.Cli.Values;

/// <summary>Finds time zones by the names that exports and people give them.</summary>
internal static class TimeZones
{
    // What the abbreviations mean in the exports that have them; IANA's database does not know them as zones.
    private static readonly FrozenDictionary<string, double> Abbreviations = new Dictionary<string, double>
    {
        ["PST"] = -8,
        ["PDT"] = -7,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["AKST"] = -9,
        ["AKDT"] = -8,
        ["HST"] = -10,
        ["AST"] = -4,
        ["ADT"] = -3,
        ["NST"] = -3.5,
        ["NDT"] = -2.5,
        ["GMT"] = 0,
        ["UTC"] = 0,
        ["WET"] = 0,
        ["WEST"] = 1,
        ["BST"] = 1,
        ["CET"] = 1,
        ["CEST"] = 2,
        ["MEZ"] = 1,
        ["MESZ"] = 2,
        ["EET"] = 2,
        ["EEST"] = 3,
        ["MSK"] = 3,
        ["SGT"] = 8,
        ["HKT"] = 8,
        ["AWST"] = 8,
        ["JST"] = 9,
        ["KST"] = 9,
        ["ACST"] = 9.5,
        ["ACDT"] = 10.5,
        ["AEST"] = 10,
        ["AEDT"] = 11,
        ["NZST"] = 12,
        ["NZDT"] = 13,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a zone by an IANA, Windows or Rails name, an abbreviation such as <c>PDT</c>, or an offset such as <c>-0500</c>.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        if (Abbreviations.TryGetValue(name, out double hours))
        {
            return TimeZoneInfo.CreateCustomTimeZone(name, TimeSpan.FromHours(hours), name, name);
        }

        if (name is ['+' or '-', ..] && TimeText.TryParse($"2000-01-01T00:00{name}", DateOrder.Unknown, out _, out TimeSpan? offset, out _) && offset is { } known)
        {
            return TimeZoneInfo.CreateCustomTimeZone(name, known, name, name);
        }

        if (TZConvert.TryRailsToIana(name, out string? iana))
        {
            name = iana;
        }

        return TZConvert.TryGetTimeZoneInfo(name, out TimeZoneInfo? zone) ? zone : null;
    }
}
