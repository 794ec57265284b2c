using Rokt.EventApi.Validation;

namespace Rokt.EventApi;

// The customer: identities and user attributes. The guide wants the e-mail address or its hash, and as many user
// attributes as there are.
public sealed partial class ConversionEventBuilder
{
    /// <summary>Sets the customer's e-mail address, trimmed. To send only its hash, use <see cref="WithSha256OfEmail"/>.</summary>
    public ConversionEventBuilder WithEmail(string? email)
    {
        Draft.Email = Text(email)?.Trim();
        return this;
    }

    /// <summary>Sets the customer's hashed e-mail address (the guide's <c>other</c>), as it is. To have an address hashed, use <see cref="WithSha256OfEmail"/>.</summary>
    public ConversionEventBuilder WithHashedEmail(string? hashedEmail)
    {
        Draft.HashedEmail = Text(hashedEmail);
        NoteUnhashable(HashedEmailPath, isUnhashable: false);
        return this;
    }

    /// <summary>
    /// Hashes an e-mail address (trimmed, lower case, UTF-8, SHA-256, lower-case hexadecimal) and sets only the digest,
    /// as <c>other</c>. A value that is 64 hexadecimal digits already is passed on as it is.
    /// </summary>
    public ConversionEventBuilder WithSha256OfEmail(string? email)
    {
        string? address = Text(email)?.Trim().ToLowerInvariant();
        Draft.HashedEmail = Hash(address, HashedEmailPath);
        if (address is not null && !Sha256Digest.Is(address) && !IdentityRules.IsAddress(address))
        {
            NoteUnhashable(HashedEmailPath, isUnhashable: true);
        }

        return this;
    }

    /// <summary>Sets your own id of the customer.</summary>
    public ConversionEventBuilder WithCustomerId(string? customerId)
    {
        Draft.CustomerId = Text(customerId);
        return this;
    }

    /// <summary>Sets Rokt's click id, case kept, in both places where the API wants it.</summary>
    public ConversionEventBuilder WithClickId(string? clickId)
    {
        Draft.ClickId = Text(clickId);
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
            Draft.ClickId = LandingUrl.ClickIdIn(landingUrl);
        }

        return this;
    }

    /// <summary>
    /// Accepts an event without an e-mail address when it has a customer id, a click id or a device's advertising id.
    /// Without this call the guide's rule holds: <c>email</c> or <c>other</c>.
    /// </summary>
    public ConversionEventBuilder AllowAnyIdentity()
    {
        _anyIdentity = true;
        return this;
    }

    /// <summary>Sets the customer's first name; at most 4096 characters.</summary>
    public ConversionEventBuilder WithFirstName(string? firstName)
    {
        Draft.FirstName = Text(firstName);
        return this;
    }

    /// <summary>Sets the customer's last name; at most 4096 characters.</summary>
    public ConversionEventBuilder WithLastName(string? lastName)
    {
        Draft.LastName = Text(lastName);
        return this;
    }

    /// <summary>Sets the customer's phone number: 7 to 15 digits, sent as given, such as <c>3053211654</c> or <c>+1 (323) 867-5309</c>.</summary>
    public ConversionEventBuilder WithMobile(string? mobile)
    {
        Draft.Mobile = Text(mobile);
        return this;
    }

    /// <summary>Sets the IP address, IPv4 or IPv6, from which the customer converted (<c>user_attributes.ipaddress</c>).</summary>
    public ConversionEventBuilder WithIpAddress(string? ipAddress)
    {
        Draft.IpAddress = Text(ipAddress);
        return this;
    }

    /// <summary>Sets a further attribute of the customer; at most 100 with the named ones.</summary>
    /// <param name="name">1 to 256 characters, and not the name of one that has a method of its own, in any case.</param>
    /// <param name="value">
    /// A string of at most 4096 characters, a number, a boolean or an <see cref="AttributeValue.List"/>; a blank string
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
