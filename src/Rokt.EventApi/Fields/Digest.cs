using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Rokt.EventApi.Fields;

/// <summary>The SHA-256 digest of a text: 64 hexadecimal digits, in lower case.</summary>
/// <param name="plainMethod">The builder's method that takes the text itself.</param>
/// <param name="hashingMethod">The builder's method that takes the text and sets its digest.</param>
/// <param name="method">The builder's method that takes a digest; null for <paramref name="hashingMethod"/>, which takes one as well.</param>
/// <param name="placeholder">A text that stands in the guide's example in place of a digest, and can be sent; null for none.</param>
internal sealed class Digest(string plainMethod, string hashingMethod, string? method = null, string? placeholder = null) : TextKind
{
    private const int Length = 64;

    // What is hashed by mistake where there is nothing to be hashed.
    private static readonly FrozenSet<string> OfNothing = FrozenSet.ToFrozenSet(
        new[] { "", " ", "  ", "\t", "\n", "\r\n", "null", "NULL", "Null", "(null)", "undefined", "None", "nil" }.Select(Compute), StringComparer.Ordinal);

    /// <summary>Gets the builder's method that takes a digest.</summary>
    public string Method { get; } = method ?? hashingMethod;

    /// <summary>Digests a text; what is a digest already only gets its lower case.</summary>
    public static string From(string text) => Is(text) ? text.ToLowerInvariant() : Compute(text);

    public static bool Is(string text) => text.Length == Length && IsHexadecimal(text);

    /// <summary>Returns which digest a text looks like; null for one that is none.</summary>
    public static string? Describe(string text) => IsHexadecimal(text)
        ? text.Length switch
        {
            32 => "an MD5 digest",
            40 => "a SHA-1 digest",
            Length => "a SHA-256 digest",
            96 => "a SHA-384 digest",
            128 => "a SHA-512 digest",
            _ => null,
        }
        : null;

    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (text == placeholder)
        {
            return;
        }

        if (!Is(text))
        {
            violations.Add(subject, $"A digest is SHA-256 as 64 hexadecimal digits; this looks like {Guess(text)}. Set the value itself with {plainMethod}, or have it hashed with {hashingMethod}.");
        }
        else if (OfNothing.Contains(text))
        {
            violations.Add(subject, "This is the digest of an empty or blank text, or of a word such as \"null\": there was nothing to hash. Leave it out.");
        }
    }

    protected override string Canonical(string text) => Is(text) ? text.ToLowerInvariant() : text;

    private static string Compute(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    private static string Guess(string text)
    {
        if (Describe(text) is { } digest)
        {
            return digest;
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return "an e-mail address";
        }

        if (IsHexadecimal(text))
        {
            return $"{text.Length} hexadecimal digits";
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || IsHexadecimal(text.Replace("-", "").Replace(":", "").Replace(" ", "")))
        {
            return "hexadecimal digits with a prefix or separators";
        }

        return text.Length is 43 or 44 && text.All(IsBase64) ? "Base64" : "a text that was not hashed";
    }

    private static bool IsHexadecimal(string text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsBase64(char character) => char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '-' or '_' or '=';
}
