using System.Net;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi;

// The customer: identities and user attributes. The guide wants the e-mail address or its hash, and as many user
// attributes as there are.
public sealed partial class ConversionEventBuilder
{
    /// <summary>Sets the customer's e-mail address; sent in lower case. To send only its hash, use <see cref="WithSha256OfEmail"/>.</summary>
    public ConversionEventBuilder WithEmail(string? email) => Set(ConversionFields.Email, email);

    /// <summary>
    /// Sets the SHA-256 digest of the customer's e-mail address in lower case (the guide's <c>other</c>): 64 hexadecimal digits, sent
    /// in lower case. To have an address hashed, use <see cref="WithSha256OfEmail"/>.
    /// </summary>
    public ConversionEventBuilder WithHashedEmail(string? hashedEmail) => Set(ConversionFields.HashedEmail, hashedEmail);

    /// <summary>
    /// Hashes an e-mail address (trimmed, lower case, UTF-8, SHA-256, lower-case hexadecimal) and sets only the digest,
    /// as <c>other</c>. A value that is 64 hexadecimal digits already is passed on.
    /// </summary>
    public ConversionEventBuilder WithSha256OfEmail(string? email) => SetHash(ConversionFields.Email, email);

    /// <summary>Sets your own id of the customer.</summary>
    public ConversionEventBuilder WithCustomerId(string? customerId) => Set(ConversionFields.CustomerId, customerId);

    /// <summary>Sets Rokt's click id, case kept, in both places where the API wants it. <see cref="ClickId"/> finds it where the customer lands.</summary>
    public ConversionEventBuilder WithClickId(string? clickId)
    {
        Set(ConversionFields.ClickId, clickId);
        _hasOwnClickId = Draft.ClickId is not null;
        return this;
    }

    /// <summary>
    /// Takes Rokt's click id from the query of the page that the customer landed on: <c>rclid</c>, else <c>rtid</c>.
    /// A later page replaces an earlier one; a click id of <see cref="WithClickId"/> wins over both.
    /// </summary>
    /// <param name="landingUrl">The landing page's address, absolute or relative, with its query.</param>
    public ConversionEventBuilder WithClickIdFrom(Uri? landingUrl)
    {
        if (!_hasOwnClickId)
        {
            ClickId.TryGet(landingUrl, out string? clickId);
            Set(ConversionFields.ClickId, clickId);
        }

        return this;
    }

    /// <summary>
    /// Accepts an event without an e-mail address when it has a customer id, a click id, a device's advertising id, or an IP
    /// address together with a user agent. Without this call the guide's rule holds: <c>email</c> or <c>other</c>.
    /// </summary>
    public ConversionEventBuilder AllowAnyIdentity()
    {
        _anyIdentity = true;
        return this;
    }

    /// <summary>Sets the customer's first name; at most 4096 characters.</summary>
    public ConversionEventBuilder WithFirstName(string? firstName) => Set(ConversionFields.FirstName, firstName);

    /// <summary>Sets the customer's last name; at most 4096 characters.</summary>
    public ConversionEventBuilder WithLastName(string? lastName) => Set(ConversionFields.LastName, lastName);

    /// <summary>Sets the customer's phone number: 7 to 15 digits, sent as given, such as <c>3053211654</c> or <c>+1 (323) 867-5309</c>.</summary>
    public ConversionEventBuilder WithMobile(string? mobile) => Set(ConversionFields.Mobile, mobile);

    /// <summary>Sets the IP address from which the customer converted (<c>user_attributes.ipaddress</c>).</summary>
    /// <param name="ipAddress">
    /// IPv4 or IPv6. An IPv4 address in the form of IPv6 (<c>::ffff:203.0.113.5</c>) is sent as IPv4, and a zone (<c>%eth0</c>) is left
    /// out. A list of addresses or an address with a port is a violation.
    /// </param>
    public ConversionEventBuilder WithIpAddress(string? ipAddress) => Set(ConversionFields.IpAddress, ipAddress);

    /// <summary>Sets the IP address from which the customer converted, as <see cref="WithIpAddress(string?)"/> does.</summary>
    /// <param name="ipAddress">The address, such as that of ASP.NET Core's <c>HttpContext.Connection.RemoteIpAddress</c>. Behind a proxy, that is the proxy's.</param>
    public ConversionEventBuilder WithIpAddress(IPAddress? ipAddress) => Set(ConversionFields.IpAddress, IpAddressText.From(ipAddress));

    /// <summary>Sets a further attribute of the customer; at most 100 with the named ones.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of one that has a method of its own, in any case.</param>
    /// <param name="value">
    /// A string of at most 4096 characters, a number, a boolean or an <see cref="AttributeValue.List(string?[])"/>; a blank string
    /// counts as not set.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithUserAttribute(string name, AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Set(Draft.CustomUserAttributes ??= [], name, value);
        return this;
    }
}
