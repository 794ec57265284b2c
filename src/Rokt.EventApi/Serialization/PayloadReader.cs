using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Rokt.EventApi.Serialization;

/// <summary>Reads a request's JSON with one event; members that the SDK does not know are passed over.</summary>
internal static class PayloadReader
{
    public static ConversionEvent Read(JsonElement root)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().AllowAnyIdentity();
        ReadRoot(builder, root);
        ReadIdentities(builder, Member(root, "user_identities"));
        ReadUserAttributes(builder, Member(root, "user_attributes"));
        ReadDevice(builder, Member(root, "device_info"));
        JsonElement? rokt = Member(Member(root, "integration_attributes"), "1277");
        if (Text(rokt, "passbackconversiontrackingid") != Text(Member(root, "user_identities"), WireNames.ClickId))
        {
            throw new JsonException("The click id stands in two places, the same in both: \"user_identities.other2\" and \"integration_attributes.1277.passbackconversiontrackingid\".");
        }


        JsonElement? events = Member(root, "events");
        if (events is not { ValueKind: JsonValueKind.Array } || events.Value.GetArrayLength() != 1)
        {
            throw new JsonException("The JSON of a conversion event has one event: \"events\" is an array of one.");
        }

        ReadEvent(builder, events.Value[0]);
        return builder.Build();
    }

    private static void ReadRoot(ConversionEventBuilder builder, JsonElement root)
    {
        switch (Text(root, "environment"))
        {
            case null:
                break;
            case "development":
                builder.WithEnvironment(EventEnvironment.Development);
                break;
            case "production":
                builder.WithEnvironment(EventEnvironment.Production);
                break;
            default:
                throw new JsonException("\"environment\" is development or production.");
        }

        builder.WithRequestId(Text(root, "source_request_id")).WithBatchIpAddress(Text(root, "ip"));
    }

    private static void ReadIdentities(ConversionEventBuilder builder, JsonElement? identities) => builder
        .WithEmail(Text(identities, WireNames.Email))
        .WithHashedEmail(Text(identities, WireNames.HashedEmail))
        .WithCustomerId(Text(identities, WireNames.CustomerId))
        .WithClickId(Text(identities, WireNames.ClickId));

    private static void ReadUserAttributes(ConversionEventBuilder builder, JsonElement? attributes)
    {
        builder
            .WithFirstName(Text(attributes, WireNames.FirstName))
            .WithLastName(Text(attributes, WireNames.LastName))
            .WithMobile(Text(attributes, WireNames.Mobile))
            .WithIpAddress(Text(attributes, WireNames.IpAddress))
            .WithBillingZipCode(Text(attributes, WireNames.BillingZipCode))
            .WithSha256OfFirstName(Text(attributes, WireNames.FirstNameSha256))
            .WithSha256OfLastName(Text(attributes, WireNames.LastNameSha256))
            .WithSha256OfMobile(Text(attributes, WireNames.MobileSha256))
            .WithSha256OfBillingZipCode(Text(attributes, WireNames.BillingZipSha256));
        if (Text(attributes, WireNames.DateOfBirth) is { } dateOfBirth)
        {
            builder.WithDateOfBirth(DateTime.ParseExact(dateOfBirth, "yyyyMMdd", CultureInfo.InvariantCulture));
        }

        if (Text(attributes, WireNames.Gender) is { } gender)
        {
            builder.WithGender(gender switch
            {
                "f" => Gender.Female,
                "m" => Gender.Male,
                _ => throw new JsonException("\"user_attributes.gender\" is f or m."),
            });
        }

        foreach (JsonProperty attribute in Custom(attributes, WireNames.UserAttributes))
        {
            builder.WithUserAttribute(attribute.Name, Value(attribute.Value));
        }
    }

    private static void ReadDevice(ConversionEventBuilder builder, JsonElement? device)
    {
        builder.WithUserAgent(Text(device, "http_header_user_agent")).WithAndroidUuid(Text(device, "android_uuid"));
        if (Member(device, "ios_advertising_id") is { } iosAdvertisingId)
        {
            builder.WithIosAdvertisingId(iosAdvertisingId.GetGuid());
        }

        if (Member(device, "android_advertising_id") is { } androidAdvertisingId)
        {
            builder.WithAndroidAdvertisingId(androidAdvertisingId.GetGuid());
        }

        if (Member(device, "ios_idfv") is { } iosIdForVendor)
        {
            builder.WithIosIdForVendor(iosIdForVendor.GetGuid());
        }
    }

    private static void ReadEvent(ConversionEventBuilder builder, JsonElement? item)
    {
        JsonElement? data = Member(item, "data");
        if (Text(item, "event_type") is not (null or "custom_event") || Text(data, "event_name") is not (null or "conversion"))
        {
            throw new JsonException("The JSON is that of another event: \"event_type\" is custom_event and \"event_name\" is conversion.");
        }

        builder.WithMessageId(Text(data, "source_message_id"));
        if (Member(data, "timestamp_unixtime_ms") is { } eventTime)
        {
            builder.WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds(eventTime.GetInt64()));
        }

        JsonElement? attributes = Member(data, "custom_attributes");
        if (Member(attributes, WireNames.Amount) is { } amount)
        {
            builder.WithAmount(amount.GetDecimal(), Text(attributes, WireNames.Currency) ?? "");
        }

        else if (Member(attributes, WireNames.Currency) is not null)
        {
            throw new JsonException("\"currency\" goes with \"amount\".");
        }

        if (Member(attributes, WireNames.Quantity) is { } quantity)
        {
            builder.WithQuantity(quantity.GetInt32());
        }

        if (Member(attributes, WireNames.Margin) is { } margin)
        {
            builder.WithMargin(margin.GetDecimal());
        }

        builder
            .WithConversionType(Text(attributes, WireNames.ConversionType))
            .WithProductName(Text(attributes, WireNames.ProductName))
            .WithSku(Text(attributes, WireNames.Sku))
            .WithPaymentType(Text(attributes, WireNames.PaymentType))
            .WithTransactionId(Text(attributes, WireNames.TransactionId))
            .WithConfirmationRef(Text(attributes, WireNames.ConfirmationRef));
        foreach (JsonProperty attribute in Custom(attributes, WireNames.Attributes))
        {
            builder.WithAttribute(attribute.Name, Value(attribute.Value));
        }
    }

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { } element && element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement? parent, string name) => Member(parent, name)?.GetString();

    // Compared in their case, so that one that differs from a named one in case alone meets the builder's rule.
    private static IEnumerable<JsonProperty> Custom(JsonElement? parent, FrozenSet<string> named) =>
        parent is { } element
            ? element.EnumerateObject().Where(member => !named.TryGetValue(member.Name, out string? name) || name != member.Name)
            : [];

    private static AttributeValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => AttributeValue.List(value.EnumerateArray().Select(entry => entry.GetString())),
        JsonValueKind.Null => default,
        _ => throw new FormatException(),
    };
}
