using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Validation;

/// <summary>The conversion itself: <c>events[0].data</c>.</summary>
internal static class EventDataRules
{
    private const string Parent = "events[0].data.custom_attributes";

    // 13 digits: from September 2001 to November 2286.
    private const long FirstEventTime = 1_000_000_000_000;
    private const long LastEventTime = 9_999_999_999_999;

    public static void Check(ConversionEvent conversion, ref ViolationList violations)
    {
        violations.CheckText("events[0].data", "source_message_id", conversion.MessageId);
        if (conversion.EventTime?.ToUnixTimeMilliseconds() is < FirstEventTime or > LastEventTime)
        {
            violations.Add("events[0].data.timestamp_unixtime_ms", "The time of the event lies between the years 2001 and 2286: its Unix time has 13 digits.");
        }

        if (conversion.Amount is not null && !IsCurrency(conversion.Currency))
        {
            violations.Add("events[0].data.custom_attributes.currency", "A currency code is three ASCII letters, such as USD.");
        }

        if (conversion.Quantity < 0)
        {
            violations.Add("events[0].data.custom_attributes.quantity", "The quantity is zero or more.");
        }

        if (conversion.Sku is not null && conversion.Quantity > 1)
        {
            violations.Add("events[0].data.custom_attributes.sku", "The guide: \"If more than one item is present, do not provide any SKUs.\" Leave out the SKU, or set the quantity to 1.");
        }

        const int Limit = EventApiLimits.AttributeValueLength;
        violations.CheckText(Parent, WireNames.ConversionType, conversion.ConversionType, Limit);
        violations.CheckText(Parent, WireNames.ProductName, conversion.ProductName, Limit);
        violations.CheckText(Parent, WireNames.Sku, conversion.Sku, Limit);
        violations.CheckText(Parent, WireNames.PaymentType, conversion.PaymentType, Limit);
        violations.CheckText(Parent, WireNames.TransactionId, conversion.TransactionId, Limit);
        violations.CheckText(Parent, WireNames.ConfirmationRef, conversion.ConfirmationRef, Limit);

        if (conversion.CustomAttributes is { } attributes)
        {
            var rules = new CustomAttributeRules(
                Parent, WireNames.Attributes, EventApiLimits.AttributeNameLength, Limit, ListsAllowed: false);
            rules.Check(attributes, ref violations);
        }
    }

    private static bool IsCurrency(string? currency) =>
        currency is { Length: 3 } && char.IsAsciiLetter(currency[0]) && char.IsAsciiLetter(currency[1]) && char.IsAsciiLetter(currency[2]);
}
