using System.Net.Security;
using System.Security.Authentication;

namespace Rokt.EventApi.Transport;

/// <summary>
/// The server's certificate is not to be trusted. The framework's exception for that cannot be distinguished from a handshake that
/// broke, which is worth a retry.
/// </summary>
internal sealed class CertificateInvalidException(SslPolicyErrors errors)
    : AuthenticationException($"The server's certificate is not valid: {errors}.");
