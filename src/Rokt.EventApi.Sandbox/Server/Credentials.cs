using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>Checks basic authentication against the sandbox's key and secret.</summary>
internal sealed class Credentials(string apiKey, string apiSecret)
{
    private readonly byte[] _expected = Encoding.UTF8.GetBytes($"{apiKey}:{apiSecret}");

    /// <summary>Returns 401 without an Authorization header, 403 with a wrong one, and null with the right one.</summary>
    public int? Refuse(string authorization)
    {
        if (authorization.Length == 0)
        {
            return StatusCodes.Status401Unauthorized;
        }

        return AuthenticationHeaderValue.TryParse(authorization, out AuthenticationHeaderValue? header)
            && header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            && Decode(header.Parameter) is { } given
            && CryptographicOperations.FixedTimeEquals(given, _expected)
                ? null
                : StatusCodes.Status403Forbidden;
    }

    private static byte[]? Decode(string? text)
    {
        byte[] bytes = new byte[text?.Length ?? 0];
        return text is not null && Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
