using System.Net;
using System.Net.Security;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Compatibility;

/// <summary>Creates the handler that owns the connections, as near to .NET's as <see cref="HttpClientHandler"/> comes.</summary>
internal static class PrimaryHandler
{
    /// <param name="address">Where the requests go.</param>
    public static ServicePointHandler Create(Uri address) => new()
    {
        // A redirect would hand the personal data to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,

        // A proxy of the environment would see what is sent to this machine in clear text, and could not pass it on.
        UseProxy = !address.IsLoopback,

        // .NET Framework's default is two.
        MaxConnectionsPerServer = int.MaxValue,
        ServerCertificateCustomValidationCallback = static (_, _, _, errors) => IsTrusted(errors),
    };

    public static bool RemovesAmbientHeaders(HttpMessageHandler handler) => false;

    // As strict as the framework itself, which trusts a certificate without errors and no other.
    private static bool IsTrusted(SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new CertificateInvalidException(errors);
}
