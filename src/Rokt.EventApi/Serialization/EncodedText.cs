using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// The names of the request's JSON, in its order, and the values that never change. The writer looks through each text
/// for characters to escape; through these it looks once, and from then on copies them.
/// </summary>
internal static class EncodedText
{
    public static readonly JsonEncodedText Environment = JsonEncodedText.Encode("environment");
    public static readonly JsonEncodedText Production = JsonEncodedText.Encode("production");
    public static readonly JsonEncodedText Development = JsonEncodedText.Encode("development");

    public static readonly JsonEncodedText UserIdentities = JsonEncodedText.Encode("user_identities");
    public static readonly JsonEncodedText Email = JsonEncodedText.Encode(WireNames.Email);
    public static readonly JsonEncodedText HashedEmail = JsonEncodedText.Encode(WireNames.HashedEmail);
    public static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode(WireNames.CustomerId);
    public static readonly JsonEncodedText ClickId = JsonEncodedText.Encode(WireNames.ClickId);

    public static readonly JsonEncodedText UserAttributes = JsonEncodedText.Encode("user_attributes");
    public static readonly JsonEncodedText FirstName = JsonEncodedText.Encode(WireNames.FirstName);
    public static readonly JsonEncodedText LastName = JsonEncodedText.Encode(WireNames.LastName);
    public static readonly JsonEncodedText Mobile = JsonEncodedText.Encode(WireNames.Mobile);
    public static readonly JsonEncodedText IpAddress = JsonEncodedText.Encode(WireNames.IpAddress);
    public static readonly JsonEncodedText BillingZipCode = JsonEncodedText.Encode(WireNames.BillingZipCode);
    public static readonly JsonEncodedText FirstNameSha256 = JsonEncodedText.Encode(WireNames.FirstNameSha256);
    public static readonly JsonEncodedText LastNameSha256 = JsonEncodedText.Encode(WireNames.LastNameSha256);
    public static readonly JsonEncodedText MobileSha256 = JsonEncodedText.Encode(WireNames.MobileSha256);
    public static readonly JsonEncodedText BillingZipSha256 = JsonEncodedText.Encode(WireNames.BillingZipSha256);
    public static readonly JsonEncodedText DateOfBirth = JsonEncodedText.Encode(WireNames.DateOfBirth);
    public static readonly JsonEncodedText Gender = JsonEncodedText.Encode(WireNames.Gender);

    public static readonly JsonEncodedText BatchIpAddress = JsonEncodedText.Encode("ip");
    public static readonly JsonEncodedText DeviceInfo = JsonEncodedText.Encode("device_info");
    public static readonly JsonEncodedText UserAgent = JsonEncodedText.Encode("http_header_user_agent");
    public static readonly JsonEncodedText IosAdvertisingId = JsonEncodedText.Encode("ios_advertising_id");
    public static readonly JsonEncodedText AndroidAdvertisingId = JsonEncodedText.Encode("android_advertising_id");
    public static readonly JsonEncodedText IosIdForVendor = JsonEncodedText.Encode("ios_idfv");
    public static readonly JsonEncodedText AndroidUuid = JsonEncodedText.Encode("android_uuid");

    public static readonly JsonEncodedText IntegrationAttributes = JsonEncodedText.Encode("integration_attributes");
    public static readonly JsonEncodedText RoktIntegration = JsonEncodedText.Encode("1277");
    public static readonly JsonEncodedText PassbackConversionTrackingId = JsonEncodedText.Encode("passbackconversiontrackingid");

    public static readonly JsonEncodedText Events = JsonEncodedText.Encode("events");
    public static readonly JsonEncodedText EventType = JsonEncodedText.Encode("event_type");
    public static readonly JsonEncodedText CustomEvent = JsonEncodedText.Encode("custom_event");
    public static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    public static readonly JsonEncodedText EventName = JsonEncodedText.Encode("event_name");
    public static readonly JsonEncodedText Conversion = JsonEncodedText.Encode("conversion");
    public static readonly JsonEncodedText MessageId = JsonEncodedText.Encode("source_message_id");
    public static readonly JsonEncodedText EventTime = JsonEncodedText.Encode("timestamp_unixtime_ms");

    public static readonly JsonEncodedText CustomAttributes = JsonEncodedText.Encode("custom_attributes");
    public static readonly JsonEncodedText Amount = JsonEncodedText.Encode(WireNames.Amount);
    public static readonly JsonEncodedText Currency = JsonEncodedText.Encode(WireNames.Currency);
    public static readonly JsonEncodedText Quantity = JsonEncodedText.Encode(WireNames.Quantity);
    public static readonly JsonEncodedText ConversionType = JsonEncodedText.Encode(WireNames.ConversionType);
    public static readonly JsonEncodedText ProductName = JsonEncodedText.Encode(WireNames.ProductName);
    public static readonly JsonEncodedText Sku = JsonEncodedText.Encode(WireNames.Sku);
    public static readonly JsonEncodedText PaymentType = JsonEncodedText.Encode(WireNames.PaymentType);
    public static readonly JsonEncodedText Margin = JsonEncodedText.Encode(WireNames.Margin);
    public static readonly JsonEncodedText TransactionId = JsonEncodedText.Encode(WireNames.TransactionId);
    public static readonly JsonEncodedText ConfirmationRef = JsonEncodedText.Encode(WireNames.ConfirmationRef);

    public static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("source_request_id");
}
