using System.Security.Cryptography;
using System.Text;

namespace Rokt.EventApi.Validation;

/// <summary>SHA-256 digests as the API wants them: 64 lower-case hexadecimal digits.</summary>
internal static class Sha256Digest
{
    private const int Length = 64;

    /// <summary>Digests a text; null stays null, and what is a digest already only gets its lower case.</summary>
    public static string? Of(string? text) => text is null
        ? null
        : (Is(text) ? text : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))).ToLowerInvariant();

    public static bool Is(string text)
    {
        if (text.Length != Length)
        {
            return false;
        }

        foreach (char character in text)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return true;
    }
}
