using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>What a field's value must be; each check takes time in proportion to the value's length.</summary>
internal static class ValueChecks
{
    private const int DigestLength = 64;
    private const int CurrencyLength = 3;

    public static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? null : $"must be a string, not {Json.Kind(value)}.";

    public static string? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? null : $"must be a JSON number, not {Json.Kind(value)}.";

    public static string? Quantity(JsonElement value) =>
        Number(value) ?? (Count(value) is null ? "must be a whole number of zero or more." : null);

    public static string? Currency(JsonElement value) =>
        Text(value) ?? (value.GetString() is { Length: CurrencyLength } text && text.All(char.IsAsciiLetter)
            ? null
            : "must be a currency code of three ASCII letters, such as USD.");

    public static string? IpAddress(JsonElement value) =>
        Text(value) ?? (Address(value.GetString()!) is null ? "must be an IPv4 or IPv6 address." : null);

    public static string? Digest(JsonElement value) =>
        Text(value) ?? (value.GetString()!.Any(char.IsAsciiLetterUpper) || !IsDigest(value.GetString()!)
            ? "must be a SHA-256 in 64 lower-case hexadecimal digits."
            : null);

    public static string? Guid(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && System.Guid.TryParse(value.GetString(), out _) ? null : "must be a GUID.";

    public static string? UnixMilliseconds(JsonElement value) =>
        Number(value) ?? (value.TryGetInt64(out long time) && time is >= 1_000_000_000_000 and <= 9_999_999_999_999
            ? null
            : "must be the Unix time in milliseconds, which has 13 digits.");

    /// <summary>Gets a whole number of zero or more, or null.</summary>
    public static decimal? Count(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal count) && count >= 0 && decimal.Truncate(count) == count ? count : null;

    /// <summary>Whether a text is a SHA-256 in hexadecimal digits of either case.</summary>
    public static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigit);

    /// <summary>Reads an address as it is written on the wire; <see cref="IPAddress"/> itself also reads "1", "01.2.3.4" and "[::1]:80".</summary>
    public static IPAddress? Address(string text) =>
        IPAddress.TryParse(text, out IPAddress? address)
        && (address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : !text.Contains('[', StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal))
            ? address
            : null;
}
