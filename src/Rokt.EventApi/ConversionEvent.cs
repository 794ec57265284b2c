using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Rokt.EventApi;

/// <summary>
/// A conversion (a purchase, a subscription) of one customer: immutable, and valid by construction.
/// Made with <see cref="CreateBuilder"/>, sent with <see cref="IEventApiClient"/>.
/// </summary>
/// <remarks>
/// System.Text.Json writes and reads it unchanged, in the shape of the request's JSON, so that queues and outboxes can
/// store it; reading JSON that breaks a rule throws a <see cref="System.Text.Json.JsonException"/>, except that any
/// identity will do; members that this version does not know are passed over.
/// That JSON holds personal data; <see cref="ToString"/> does not.
/// </remarks>
[JsonConverter(typeof(ConversionEventJsonConverter))]
public sealed partial class ConversionEvent
{
    internal ConversionEvent()
    {
    }

    /// <summary>The environment of this event, or null for that of <see cref="EventApiOptions.Environment"/>.</summary>
    public EventEnvironment? Environment { get; internal set; }

    /// <summary>The batch's <c>source_request_id</c>, by which the server recognises a repeated request; null: not sent, or the client's own.</summary>
    public string? RequestId { get; internal set; }

    /// <summary>The total price of all items (<c>amount</c>).</summary>
    public decimal? Amount { get; internal set; }

    /// <summary>The currency code of the amount, three upper-case letters (<c>currency</c>).</summary>
    public string? Currency { get; internal set; }

    /// <summary>The number of items (<c>quantity</c>).</summary>
    public int? Quantity { get; internal set; }

    /// <summary>The type of the conversion, such as <c>purchase</c> (<c>conversiontype</c>).</summary>
    public string? ConversionType { get; internal set; }

    /// <summary>The name of the item (<c>productname</c>).</summary>
    public string? ProductName { get; internal set; }

    /// <summary>The SKU of the only item (<c>sku</c>).</summary>
    public string? Sku { get; internal set; }

    /// <summary>The type of payment, such as <c>visa</c> (<c>paymenttype</c>).</summary>
    public string? PaymentType { get; internal set; }

    /// <summary>The profit margin (<c>margin</c>), as it was given.</summary>
    public decimal? Margin { get; internal set; }

    /// <summary>The transaction's id (<c>transactionid</c>).</summary>
    public string? TransactionId { get; internal set; }

    /// <summary>The confirmation reference (<c>confirmationref</c>), by which Rokt deduplicates conversions.</summary>
    public string? ConfirmationRef { get; internal set; }

    /// <summary>When the conversion happened, in UTC and whole milliseconds (<c>timestamp_unixtime_ms</c>); null: when the server receives it.</summary>
    public DateTimeOffset? EventTime { get; internal set; }

    /// <summary>The event's own id (<c>source_message_id</c>).</summary>
    public string? MessageId { get; internal set; }

    /// <summary>The further attributes of the event.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Attributes => View(CustomAttributes);

    /// <summary>The date of birth, in a type that every target has.</summary>
    internal DateTime? DayOfBirth { get; set; }

    internal Dictionary<string, AttributeValue>? CustomAttributes { get; set; }

    internal Dictionary<string, AttributeValue>? CustomUserAttributes { get; set; }

    /// <summary>Starts an event.</summary>
    public static ConversionEventBuilder CreateBuilder() => new();

    /// <summary>Describes the event without personal data: whether it has a confirmation reference, and how many attributes.</summary>
    public override string ToString() =>
        $"ConversionEvent (confirmationref {(ConfirmationRef is null ? "absent" : "present")}, {CustomAttributes?.Count ?? 0} custom attributes, {CustomUserAttributes?.Count ?? 0} custom user attributes)";

    internal ConversionEvent Copy()
    {
        var copy = (ConversionEvent)MemberwiseClone();
        copy.CustomAttributes = CustomAttributes is null ? null : new(CustomAttributes);
        copy.CustomUserAttributes = CustomUserAttributes is null ? null : new(CustomUserAttributes);
        return copy;
    }

    private static ReadOnlyDictionary<string, AttributeValue> View(Dictionary<string, AttributeValue>? attributes) =>
        attributes is null ? ReadOnlyDictionary<string, AttributeValue>.Empty : new(attributes);
}
