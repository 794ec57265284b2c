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
            writer.WriteString(EncodedText.Environment, environment == EventEnvironment.Production ? EncodedText.Production : EncodedText.Development);
        }

        WriteIdentities(writer, conversion);
        WriteUserAttributes(writer, conversion);
        WriteText(writer, EncodedText.BatchIpAddress, conversion.BatchIpAddress);
        WriteDevice(writer, conversion);
        if (conversion.ClickId is not null)
        {
            writer.WriteStartObject(EncodedText.IntegrationAttributes);
            writer.WriteStartObject(EncodedText.RoktIntegration);
            writer.WriteString(EncodedText.PassbackConversionTrackingId, conversion.ClickId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteStartArray(EncodedText.Events);
    }

    public static void WriteEvent(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        writer.WriteStartObject();
        writer.WriteString(EncodedText.EventType, EncodedText.CustomEvent);
        writer.WriteStartObject(EncodedText.Data);
        writer.WriteString(EncodedText.EventName, EncodedText.Conversion);
        WriteText(writer, EncodedText.MessageId, conversion.MessageId);
        if (conversion.EventTime is { } eventTime)
        {
            writer.WriteNumber(EncodedText.EventTime, eventTime.ToUnixTimeMilliseconds());
        }

        WriteAttributes(writer, conversion);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteTail(Utf8JsonWriter writer, string? requestId)
    {
        writer.WriteEndArray();
        WriteText(writer, EncodedText.RequestId, requestId);
        writer.WriteEndObject();
    }

    private static void WriteIdentities(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, EncodedText.UserIdentities);
        section.Text(EncodedText.Email, conversion.Email);
        section.Text(EncodedText.HashedEmail, conversion.HashedEmail);
        section.Text(EncodedText.CustomerId, conversion.CustomerId);
        section.Text(EncodedText.ClickId, conversion.ClickId);
        section.End();
    }

    private static void WriteUserAttributes(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, EncodedText.UserAttributes);
        section.Text(EncodedText.FirstName, conversion.FirstName);
        section.Text(EncodedText.LastName, conversion.LastName);
        section.Text(EncodedText.Mobile, conversion.Mobile);
        section.Text(EncodedText.IpAddress, conversion.IpAddress);
        section.Text(EncodedText.BillingZipCode, conversion.BillingZipCode);
        section.Text(EncodedText.FirstNameSha256, conversion.FirstNameSha256);
        section.Text(EncodedText.LastNameSha256, conversion.LastNameSha256);
        section.Text(EncodedText.MobileSha256, conversion.MobileSha256);
        section.Text(EncodedText.BillingZipSha256, conversion.BillingZipSha256);
        section.Text(EncodedText.DateOfBirth, conversion.DayOfBirth?.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        section.Text(EncodedText.Gender, conversion.Gender switch { Gender.Female => "f", Gender.Male => "m", _ => null });
        section.Custom(conversion.CustomUserAttributes);
        section.End();
    }

    private static void WriteDevice(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, EncodedText.DeviceInfo);
        section.Text(EncodedText.UserAgent, conversion.UserAgent);
        section.Text(EncodedText.IosAdvertisingId, conversion.IosAdvertisingId?.ToString());
        section.Text(EncodedText.AndroidAdvertisingId, conversion.AndroidAdvertisingId?.ToString());
        section.Text(EncodedText.IosIdForVendor, conversion.IosIdForVendor?.ToString());
        section.Text(EncodedText.AndroidUuid, conversion.AndroidUuid);
        section.End();
    }

    private static void WriteAttributes(Utf8JsonWriter writer, ConversionEvent conversion)
    {
        var section = new OptionalObject(writer, EncodedText.CustomAttributes);
        section.Number(EncodedText.Amount, conversion.Amount);
        section.Text(EncodedText.Currency, conversion.Currency);
        section.Number(EncodedText.Quantity, conversion.Quantity);
        section.Text(EncodedText.ConversionType, conversion.ConversionType);
        section.Text(EncodedText.ProductName, conversion.ProductName);
        section.Text(EncodedText.Sku, conversion.Sku);
        section.Text(EncodedText.PaymentType, conversion.PaymentType);
        section.Number(EncodedText.Margin, conversion.Margin);
        section.Text(EncodedText.TransactionId, conversion.TransactionId);
        section.Text(EncodedText.ConfirmationRef, conversion.ConfirmationRef);
        section.Custom(conversion.CustomAttributes);
        section.End();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonEncodedText name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
