using System.Net;

namespace Rokt.EventApi.Fields;

/// <summary>An IP address as text: IPv4, also where it is given as IPv6, or IPv6 without a zone.</summary>
internal sealed class IpAddressText : TextKind
{
    /// <summary>Returns the address as it is sent.</summary>
    public static string? From(IPAddress? address)
    {
        if (address is null)
        {
            return null;
        }

        // A copy has no zone.
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : new IPAddress(address.GetAddressBytes()).ToString();
    }

    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (!IsIpv4(text) && Ipv6(text) is null)
        {
            violations.Add(subject, Objection(text));
        }
    }

    protected override string Canonical(string text)
    {
        if (!text.Contains(':', StringComparison.Ordinal))
        {
            return text;
        }

        int zone = text.IndexOf('%', StringComparison.Ordinal);
        string address = zone < 0 ? text : text[..zone];
        return Ipv6(address) switch
        {
            null => text,
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
            _ => address,
        };
    }

    private static string Objection(string text)
    {
        if (text.Contains(',', StringComparison.Ordinal))
        {
            return "This is a list of addresses, as X-Forwarded-For holds: set the customer's alone, usually the first.";
        }

        int colon = text.LastIndexOf(':');
        bool hasPort = colon > 0 && (IsIpv4(text[..colon]) || text[colon - 1] == ']');
        return hasPort
            ? "This is an address with a port: set the address alone."
            : "An IP address is IPv4 (such as 172.3.51.182) or IPv6 (such as 2001:db8::1), without brackets.";
    }

    // IPAddress also reads brackets, prefix lengths and ports, none of which is part of an address.
    private static IPAddress? Ipv6(string text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiHexDigit(character) && character is not (':' or '.'))
            {
                return null;
            }
        }

        return text.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(text, out IPAddress? address) ? address : null;
    }

    // IPAddress also reads "1", "0x7f.1" and octal parts, none of which a customer has; and it allocates.
    private static bool IsIpv4(string text)
    {
        int parts = 1;
        int digits = 0;
        int value = 0;
        foreach (char character in text)
        {
            if (character == '.' && digits > 0)
            {
                parts++;
                digits = 0;
                value = 0;
            }
            else if (char.IsAsciiDigit(character) && (digits == 0 || value > 0))
            {
                digits++;
                value = (value * 10) + (character - '0');
            }
            else
            {
                return false;
            }

            if (value > byte.MaxValue)
            {
                return false;
            }
        }

        return parts == 4 && digits > 0;
    }
}
