using System.Net;
using System.Net.Security;

namespace Rokt.EventApi.Transport;

/// <summary>Creates the handler that owns the connections.</summary>
internal static class PrimaryHandler
{
    /// <param name="address">Where the requests go.</param>
    public static SocketsHttpHandler Create(Uri address) => new()
    {
        // A redirect would hand the personal data to another host.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = 64 * 1024,

        // A proxy of the environment would see what is sent to this machine in clear text, and could not pass it on.
        UseProxy = !address.IsLoopback,
        ActivityHeadersPropagator = new TraceParentPropagator(),
        ConnectCallback = Connection.OpenAsync,

        // So that a change of the host's addresses is seen.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, errors) => IsTrusted(errors) },
    };

    public static bool RemovesAmbientHeaders(HttpMessageHandler handler) => handler is SocketsHttpHandler { ActivityHeadersPropagator: TraceParentPropagator };

    // As strict as the framework itself, which trusts a certificate without errors and no other.
    private static bool IsTrusted(SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None ? true : throw new CertificateInvalidException(errors);
}
