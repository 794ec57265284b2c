using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>The address that a visitor's request came from.</summary>
internal static class VisitorAddress
{
    private static readonly string[] ForwardedHeaders = ["X-Forwarded-For", "Forwarded", "X-Real-IP"];

    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    // The applications that were warned, by what is one for each of them.
    private static readonly ConditionalWeakTable<ILoggerFactory, object> Warned = [];

    /// <summary>Returns the address, IPv4 where it is mapped and without a zone; null when it is not known, or is a proxy's.</summary>
    public static IPAddress? Read(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } remote)
        {
            return null;
        }

        IPAddress address = remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4()
            : remote is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(remote.GetAddressBytes())
            : remote;
        if (!IsForwarded(context.Request) || !IsPrivate(address))
        {
            return address;
        }

        if (context.RequestServices?.GetService<ILoggerFactory>() is { } loggers && Warned.TryAdd(loggers, loggers))
        {
            Log.AddressOfProxy(loggers.CreateLogger<ClickContext>());
        }

        return null;
    }

    private static bool IsForwarded(HttpRequest request) =>
        Array.Exists(ForwardedHeaders, header => !string.IsNullOrEmpty(request.Headers[header]));

    private static bool IsPrivate(IPAddress address) => Array.Exists(PrivateNetworks, network => network.Contains(address));
}
