using System.Globalization;
using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>
/// Writes a request's JSON in the order of the guide's example. The head holds all that is the customer's, so events
/// with equal heads can share a batch; the request id comes last, so that it belongs to no head.
/// </summary>
internal static class PayloadWriter
{
    public static void Write(Utf8JsonWriter writer, ConversionEvent conversion, EventEnvironment? environment, string? requestId)
    {
        WriteHead(writer, conversion, environment);
        WriteEvent(writer, conversion);
        WriteTail(writer, requestId);
    }

    public static void WriteHead(Utf8JsonWriter writer, ConversionEvent conversion, EventEnvironment? environment)
    {
        writer.WriteStartObject();
        if (environment is not null)
        {
            writer.WriteString("environment"u8, environment == EventEnvironment.Production ? "production"u8 : "development"u8);
        }

        WriteIdentities(writer, conversion);
        WriteUserAttributes(writer, conversion);
        WriteText(writer, "ip"u8, conversion.BatchIpAddress);
        WriteDevice(writer, conversion);
        if (conversion.ClickId is not null)
        {
            writer.WriteStartObject("integration_attributes"u8);
            writer.WriteStartObject("1277"u8);
            writer.WriteString("passbackconversiontrackingid"u8, conversion.ClickId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteStartArray("events"u8);
    }

    public static void WriteEvent(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        writer.WriteStartObject();
        writer.WriteString("event_type"u8, "custom_event"u8);
        writer.WriteStartObject("data"u8);
        writer.WriteString("event_name"u8, "conversion"u8);
        WriteText(writer, "source_message_id"u8, conversion.MessageId);
        if (conversion.EventTime is { } eventTime)
        {
            writer.WriteNumber("timestamp_unixtime_ms"u8, eventTime.ToUnixTimeMilliseconds());
        }

        WriteAttributes(writer, conversion);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteTail(Utf8JsonWriter writer, string? requestId)
    {
        writer.WriteEndArray();
        WriteText(writer, "source_request_id"u8, requestId);
        writer.WriteEndObject();
    }

    private static void WriteIdentities(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, "user_identities"u8);
        section.Text("email"u8, conversion.Email);
        section.Text("other"u8, conversion.HashedEmail);
        section.Text("customerid"u8, conversion.CustomerId);
        section.Text("other2"u8, conversion.ClickId);
        section.End();
    }

    private static void WriteUserAttributes(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, "user_attributes"u8);
        section.Text("firstname"u8, conversion.FirstName);
        section.Text("lastname"u8, conversion.LastName);
        section.Text("mobile"u8, conversion.Mobile);
        section.Text("ipaddress"u8, conversion.IpAddress);
        section.Text("billingzipcode"u8, conversion.BillingZipCode);
        section.Text("firstnamesha256"u8, conversion.FirstNameSha256);
        section.Text("lastnamesha256"u8, conversion.LastNameSha256);
        section.Text("mobilesha256"u8, conversion.MobileSha256);
        section.Text("billingzipsha256"u8, conversion.BillingZipSha256);
        section.Text("dob"u8, conversion.DayOfBirth?.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        section.Text("gender"u8, conversion.Gender switch { Gender.Female => "f", Gender.Male => "m", _ => null });
        section.Custom(conversion.CustomUserAttributes);
        section.End();
    }

    private static void WriteDevice(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, "device_info"u8);
        section.Text("http_header_user_agent"u8, conversion.UserAgent);
        section.Text("ios_advertising_id"u8, conversion.IosAdvertisingId?.ToString());
        section.Text("android_advertising_id"u8, conversion.AndroidAdvertisingId?.ToString());
        section.Text("ios_idfv"u8, conversion.IosIdForVendor?.ToString());
        section.Text("android_uuid"u8, conversion.AndroidUuid);
        section.End();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, "custom_attributes"u8);
        section.Number("amount"u8, conversion.Amount);
        section.Text("currency"u8, conversion.Currency);
        section.Number("quantity"u8, conversion.Quantity);
        section.Text("conversiontype"u8, conversion.ConversionType);
        section.Text("productname"u8, conversion.ProductName);
        section.Text("sku"u8, conversion.Sku);
        section.Text("paymenttype"u8, conversion.PaymentType);
        section.Number("margin"u8, conversion.Margin);
        section.Text("transactionid"u8, conversion.TransactionId);
        section.Text("confirmationref"u8, conversion.ConfirmationRef);
        section.Custom(conversion.CustomAttributes);
        section.End();
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
