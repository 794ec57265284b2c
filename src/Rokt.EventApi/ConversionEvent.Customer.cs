namespace Rokt.EventApi;

// The customer: who converted, from where.
public sealed partial class ConversionEvent
{
    /// <summary>The customer's e-mail address (<c>email</c>).</summary>
    public string? Email { get; internal set; }

    /// <summary>The customer's hashed e-mail address (<c>other</c>).</summary>
    public string? HashedEmail { get; internal set; }

    /// <summary>Your own id of the customer (<c>customerid</c>).</summary>
    public string? CustomerId { get; internal set; }

    /// <summary>Rokt's click id, sent as <c>other2</c> and as <c>passbackconversiontrackingid</c>.</summary>
    public string? ClickId { get; internal set; }

    /// <summary>The customer's first name (<c>firstname</c>).</summary>
    public string? FirstName { get; internal set; }

    /// <summary>The customer's last name (<c>lastname</c>).</summary>
    public string? LastName { get; internal set; }

    /// <summary>The customer's phone number (<c>mobile</c>).</summary>
    public string? Mobile { get; internal set; }

    /// <summary>The customer's IP address, as the guide wants it (<c>user_attributes.ipaddress</c>).</summary>
    public string? IpAddress { get; internal set; }

    /// <summary>The customer's postal code (<c>billingzipcode</c>).</summary>
    public string? BillingZipCode { get; internal set; }

    /// <summary>The SHA-256 of the first name (<c>firstnamesha256</c>).</summary>
    public string? FirstNameSha256 { get; internal set; }

    /// <summary>The SHA-256 of the last name (<c>lastnamesha256</c>).</summary>
    public string? LastNameSha256 { get; internal set; }

    /// <summary>The SHA-256 of the phone number (<c>mobilesha256</c>).</summary>
    public string? MobileSha256 { get; internal set; }

    /// <summary>The SHA-256 of the postal code (<c>billingzipsha256</c>).</summary>
    public string? BillingZipSha256 { get; internal set; }

    /// <summary>The customer's gender (<c>gender</c>).</summary>
    public Gender? Gender { get; internal set; }

    /// <summary>The further attributes of the customer.</summary>
    public IReadOnlyDictionary<string, AttributeValue> UserAttributes => View(CustomUserAttributes);

    /// <summary>The customer's IP address at batch level (<c>ip</c>).</summary>
    public string? BatchIpAddress { get; internal set; }

    /// <summary>The User-Agent header of the customer's browser (<c>http_header_user_agent</c>).</summary>
    public string? UserAgent { get; internal set; }

    /// <summary>The iOS advertising id (<c>ios_advertising_id</c>).</summary>
    public Guid? IosAdvertisingId { get; internal set; }

    /// <summary>The Android advertising id (<c>android_advertising_id</c>).</summary>
    public Guid? AndroidAdvertisingId { get; internal set; }

    /// <summary>The iOS id for vendors (<c>ios_idfv</c>).</summary>
    public Guid? IosIdForVendor { get; internal set; }

    /// <summary>The Android UUID (<c>android_uuid</c>).</summary>
    public string? AndroidUuid { get; internal set; }
}
