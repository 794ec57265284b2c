namespace Rokt.EventApi.Compatibility;

/// <summary>Why a request got no response; of .NET's members those that can be told apart here, and those that are asked for.</summary>
internal enum HttpRequestError
{
    Unknown,
    NameResolutionError,
    ConnectionError,
    SecureConnectionError,
    ProxyTunnelError,
    ResponseEnded,
}
