using System.Net;
using System.Net.Sockets;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Recognizes addresses that are no customer's on the internet.</summary>
internal static class AddressKind
{
    // RFC 1918 and 6598, loopback, link-local, unspecified, multicast and reserved.
    private static readonly (IPNetwork Network, string Kind)[] Networks =
    [
        (IPNetwork.Parse("10.0.0.0/8"), "a private"),
        (IPNetwork.Parse("172.16.0.0/12"), "a private"),
        (IPNetwork.Parse("192.168.0.0/16"), "a private"),
        (IPNetwork.Parse("100.64.0.0/10"), "a carrier's internal"),
        (IPNetwork.Parse("127.0.0.0/8"), "a loopback"),
        (IPNetwork.Parse("169.254.0.0/16"), "a link-local"),
        (IPNetwork.Parse("0.0.0.0/8"), "an unspecified"),
        (IPNetwork.Parse("224.0.0.0/3"), "a multicast or reserved"),
        (IPNetwork.Parse("::1/128"), "a loopback"),
        (IPNetwork.Parse("::/128"), "an unspecified"),
        (IPNetwork.Parse("fc00::/7"), "a private"),
        (IPNetwork.Parse("fe80::/10"), "a link-local"),
        (IPNetwork.Parse("ff00::/8"), "a multicast"),
    ];

    /// <summary>Returns what kind of address it is, such as "a private"; null for one on the internet.</summary>
    public static string? Internal(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Networks.FirstOrDefault(entry => entry.Network.BaseAddress.AddressFamily == plain.AddressFamily && entry.Network.Contains(plain)).Kind;
    }

    public static bool IsMapped(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6;
}
