using System.Net;
using System.Net.Security;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Compatibility;

/// <summary>The handler that owns the connections, as near to .NET's as <see cref="HttpClientHandler"/> comes.</summary>
internal static class PrimaryHandler
{
    public static ServicePointHandler Create() => new()
    {
        // A redirect would hand the personal data to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,

        // .NET Framework's default is two.
        MaxConnectionsPerServer = int.MaxValue,
        ServerCertificateCustomValidationCallback = static (_, _, _, errors) => IsTrusted(errors),
    };

    // As strict as the framework itself, which trusts a certificate without errors and no other.
    private static bool IsTrusted(SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new CertificateInvalidException(errors);
}
