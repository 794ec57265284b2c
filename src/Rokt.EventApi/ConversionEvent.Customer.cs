using System.Text.Json;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi;

// The customer: who converted, from where.
public sealed partial class ConversionEvent
{
    /// <summary>Gets the customer's e-mail address (<c>email</c>).</summary>
    public string? Email => this[ConversionFields.Email];

    /// <summary>Gets the customer's hashed e-mail address (<c>other</c>).</summary>
    public string? HashedEmail => this[ConversionFields.HashedEmail];

    /// <summary>Gets your own id of the customer (<c>customerid</c>).</summary>
    public string? CustomerId => this[ConversionFields.CustomerId];

    /// <summary>Gets Rokt's click id, sent as <c>other2</c> and as <c>passbackconversiontrackingid</c>.</summary>
    public string? ClickId => this[ConversionFields.ClickId];

    /// <summary>Gets the customer's first name (<c>firstname</c>).</summary>
    public string? FirstName => this[ConversionFields.FirstName];

    /// <summary>Gets the customer's last name (<c>lastname</c>).</summary>
    public string? LastName => this[ConversionFields.LastName];

    /// <summary>Gets the customer's phone number (<c>mobile</c>).</summary>
    public string? Mobile => this[ConversionFields.Mobile];

    /// <summary>Gets the customer's IP address, where the guide has it (<c>user_attributes.ipaddress</c>).</summary>
    public string? IpAddress => this[ConversionFields.IpAddress];

    /// <summary>Gets the customer's postal code (<c>billingzipcode</c>).</summary>
    public string? BillingZipCode => this[ConversionFields.BillingZipCode];

    /// <summary>Gets the SHA-256 of the first name (<c>firstnamesha256</c>).</summary>
    public string? FirstNameSha256 => this[ConversionFields.FirstNameSha256];

    /// <summary>Gets the SHA-256 of the last name (<c>lastnamesha256</c>).</summary>
    public string? LastNameSha256 => this[ConversionFields.LastNameSha256];

    /// <summary>Gets the SHA-256 of the phone number (<c>mobilesha256</c>).</summary>
    public string? MobileSha256 => this[ConversionFields.MobileSha256];

    /// <summary>Gets the SHA-256 of the postal code (<c>billingzipsha256</c>).</summary>
    public string? BillingZipSha256 => this[ConversionFields.BillingZipSha256];

    /// <summary>Gets the customer's gender (<c>gender</c>).</summary>
    public Gender? Gender { get; internal set; }

    /// <summary>Gets the further attributes of the customer.</summary>
    public IReadOnlyDictionary<string, AttributeValue> UserAttributes => View(CustomUserAttributes);

    /// <summary>Gets the members of <c>device_info</c> that were added with <see cref="ConversionEventBuilder.WithDeviceInfoField(string, AttributeValue)"/>.</summary>
    public IReadOnlyDictionary<string, JsonElement> DeviceInfoFields => View(AdditionalFields(ConversionFields.DeviceInfo));

    /// <summary>Gets the customer's IP address at batch level (<c>ip</c>).</summary>
    public string? BatchIpAddress => this[ConversionFields.BatchIpAddress];

    /// <summary>Gets the User-Agent header of the customer's browser (<c>http_header_user_agent</c>).</summary>
    public string? UserAgent => this[ConversionFields.UserAgent];

    /// <summary>Gets the iOS advertising id (<c>ios_advertising_id</c>).</summary>
    public Guid? IosAdvertisingId => this[ConversionFields.IosAdvertisingId] is { } id ? Guid.Parse(id) : null;

    /// <summary>Gets the Android advertising id (<c>android_advertising_id</c>).</summary>
    public Guid? AndroidAdvertisingId => this[ConversionFields.AndroidAdvertisingId] is { } id ? Guid.Parse(id) : null;

    /// <summary>Gets the iOS id for vendors (<c>ios_idfv</c>).</summary>
    public Guid? IosIdForVendor => this[ConversionFields.IosIdForVendor] is { } id ? Guid.Parse(id) : null;

    /// <summary>Gets the Android UUID (<c>android_uuid</c>).</summary>
    public string? AndroidUuid => this[ConversionFields.AndroidUuid];
}
