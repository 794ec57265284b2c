using System.Collections.ObjectModel;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi;

/// <summary>
/// Represents a conversion (a purchase, a subscription) of one customer: immutable, and valid by construction.
/// Created with <see cref="CreateBuilder"/>, sent with <see cref="IEventApiClient"/>.
/// </summary>
/// <remarks>
/// <see cref="ToJson"/> and <see cref="FromJson"/> store and read an event unchanged, in the shape of the request's JSON, so that it
/// can go through a queue; System.Text.Json does the same. Any other serializer, such as Newtonsoft.Json, throws, because it would
/// lose the values; an event that no builder created is refused by the client.
/// The JSON holds personal data; <see cref="ToString"/> does not.
/// </remarks>
[JsonConverter(typeof(ConversionEventJsonConverter))]
[TypeConverter(typeof(RefusingTypeConverter))]
public sealed partial class ConversionEvent
{
    private const string NotBuilt = "The conversion event was created by neither ConversionEvent.CreateBuilder() nor ConversionEvent.FromJson, and is empty: a serializer or a mapper that cannot create one did. Store an event with ToJson or System.Text.Json.";

    private string?[] _texts;

    internal ConversionEvent(string?[] texts) => _texts = texts;

    /// <summary>Gets the environment of this event, or null for that of <see cref="EventApiOptions.Environment"/>.</summary>
    public EventEnvironment? Environment { get; internal set; }

    /// <summary>Gets the batch's <c>source_request_id</c>, by which the server recognizes a repeated request; null: not sent, or the client's own.</summary>
    public string? RequestId => this[ConversionFields.RequestId];

    /// <summary>Gets the total price of all items (<c>amount</c>).</summary>
    public decimal? Amount { get; internal set; }

    /// <summary>Gets the currency code of the amount, three upper-case letters (<c>currency</c>).</summary>
    public string? Currency => this[ConversionFields.Currency];

    /// <summary>Gets the number of items (<c>quantity</c>).</summary>
    public int? Quantity { get; internal set; }

    /// <summary>Gets the type of the conversion, such as <c>purchase</c> (<c>conversiontype</c>).</summary>
    public string? ConversionType => this[ConversionFields.ConversionType];

    /// <summary>Gets the name of the item (<c>productname</c>).</summary>
    public string? ProductName => this[ConversionFields.ProductName];

    /// <summary>Gets the SKU of the only item (<c>sku</c>).</summary>
    public string? Sku => this[ConversionFields.Sku];

    /// <summary>Gets the type of payment, such as <c>visa</c> (<c>paymenttype</c>).</summary>
    public string? PaymentType => this[ConversionFields.PaymentType];

    /// <summary>Gets the profit margin (<c>margin</c>), as it was given.</summary>
    public decimal? Margin { get; internal set; }

    /// <summary>Gets the transaction's id (<c>transactionid</c>).</summary>
    public string? TransactionId => this[ConversionFields.TransactionId];

    /// <summary>Gets the confirmation reference (<c>confirmationref</c>), by which Rokt deduplicates conversions.</summary>
    public string? ConfirmationRef => this[ConversionFields.ConfirmationRef];

    /// <summary>Gets when the conversion happened, in UTC and whole milliseconds (<c>timestamp_unixtime_ms</c>); null: when the server receives it.</summary>
    public DateTimeOffset? EventTime { get; internal set; }

    /// <summary>Gets the event's own id (<c>source_message_id</c>).</summary>
    public string? MessageId => this[ConversionFields.MessageId];

    /// <summary>Gets the type of the event beyond the guide, such as <c>transaction</c> (<c>custom_event_type</c>).</summary>
    public string? CustomEventType => this[ConversionFields.CustomEventType];

    /// <summary>Gets the further attributes of the event.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Attributes => View(CustomAttributes);

    /// <summary>Gets the members of the batch that were added with <see cref="ConversionEventBuilder.WithBatchField(string, AttributeValue)"/>.</summary>
    public IReadOnlyDictionary<string, JsonElement> BatchFields => View(AdditionalFields(ConversionFields.Batch));

    /// <summary>Gets the members of the event's <c>data</c> that were added with <see cref="ConversionEventBuilder.WithEventDataField(string, AttributeValue)"/>.</summary>
    public IReadOnlyDictionary<string, JsonElement> EventDataFields => View(AdditionalFields(ConversionFields.EventData));

    /// <summary>
    /// Gets what <see cref="ConversionEventBuilder.DropInvalidAttributes"/> left out, as the rules that were broken; no values. Empty
    /// when nothing was left out. It is not part of the JSON.
    /// </summary>
    public IReadOnlyList<ConversionEventViolation> DroppedAttributes => Dropped is null ? [] : [.. Dropped.Select(dropped => dropped.Violation)];

    /// <summary>Gets the date of birth, in a type that every target has.</summary>
    internal DateTime? DayOfBirth { get; set; }

    internal Dictionary<string, AttributeValue>? CustomAttributes { get; set; }

    internal Dictionary<string, AttributeValue>? CustomUserAttributes { get; set; }

    internal IReadOnlyList<BrokenRule>? Dropped { get; set; }

    /// <summary>Gets whether the builder checked the event. A serializer that knows no builder leaves it false.</summary>
    internal bool IsBuilt { get; set; }

    private Dictionary<Section, Dictionary<string, JsonElement>>? Additional { get; set; }

    internal string? this[TextField field]
    {
        get => _texts?[field.Index];
        set => _texts[field.Index] = value;
    }

    /// <summary>Starts an event.</summary>
    /// <example>
    /// <code>
    /// ConversionEvent conversion = ConversionEvent.CreateBuilder()
    ///     .WithEmail("john.doe@example.com")
    ///     .WithConversionType("purchase")
    ///     .WithAmount(100.00m, "USD")
    ///     .WithConfirmationRef("XYZ123")
    ///     .Build();
    /// </code>
    /// </example>
    public static ConversionEventBuilder CreateBuilder() => new(TimeProvider.System);

    /// <summary>Reads an event that <see cref="ToJson"/> or System.Text.Json wrote. Any identity is enough.</summary>
    /// <param name="json">The JSON. Members of the batch, of <c>device_info</c> and of the event's <c>data</c> that this version does not know are kept.</param>
    /// <exception cref="ArgumentNullException"><paramref name="json"/> is null.</exception>
    /// <exception cref="JsonException">The JSON is damaged, or the event breaks a rule. Neither the message nor an inner exception quotes the JSON.</exception>
    /// <example>
    /// <code>
    /// string stored = conversion.ToJson();
    /// ConversionEvent read = ConversionEvent.FromJson(stored);
    /// </code>
    /// </example>
    public static ConversionEvent FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonText.Read(json, new ConversionEventJsonConverter());
    }

    /// <summary>Writes the event in the shape of the request's JSON, for a queue or a store; it holds personal data.</summary>
    /// <example>
    /// <code>
    /// string json = conversion.ToJson();
    /// ConversionEvent restored = ConversionEvent.FromJson(json);
    /// </code>
    /// </example>
    public string ToJson() => JsonText.Write(this, new ConversionEventJsonConverter());

    /// <summary>Starts a builder with everything that this event has; the event itself does not change.</summary>
    /// <example>
    /// <code>
    /// ConversionEvent withTime = conversion.ToBuilder().WithEventTime(order.PlacedAt).Build();
    /// </code>
    /// </example>
    public ConversionEventBuilder ToBuilder() => IsBuilt ? new(TimeProvider.System, this) : throw new InvalidOperationException(NotBuilt);

    /// <summary>Describes the event without personal data: whether it has a confirmation reference, and how many attributes.</summary>
    public override string ToString() =>
        $"ConversionEvent (confirmationref {(ConfirmationRef is null ? "absent" : "present")}, {CustomAttributes?.Count ?? 0} custom attributes, {CustomUserAttributes?.Count ?? 0} custom user attributes)";

    /// <summary>Throws for an event that the builder did not build.</summary>
    internal static void ThrowIfNotBuilt(ConversionEvent conversion, string parameter)
    {
        if (!conversion.IsBuilt)
        {
            throw new ArgumentException(NotBuilt, parameter);
        }
    }

    internal Dictionary<string, JsonElement>? AdditionalFields(Section section) =>
        Additional is not null && Additional.TryGetValue(section, out Dictionary<string, JsonElement>? fields) ? fields : null;

    internal Dictionary<string, JsonElement> AddAdditionalFields(Section section)
    {
        Additional ??= [];
        if (!Additional.TryGetValue(section, out Dictionary<string, JsonElement>? fields))
        {
            Additional[section] = fields = [];
        }

        return fields;
    }

    internal ConversionEvent Copy()
    {
        var copy = (ConversionEvent)MemberwiseClone();
        copy._texts = [.. _texts];
        copy.CustomAttributes = CustomAttributes is null ? null : new(CustomAttributes);
        copy.CustomUserAttributes = CustomUserAttributes is null ? null : new(CustomUserAttributes);
        copy.Additional = Additional?.ToDictionary(section => section.Key, section => new Dictionary<string, JsonElement>(section.Value));
        return copy;
    }

    private static ReadOnlyDictionary<string, T> View<T>(Dictionary<string, T>? members) =>
        members is null ? ReadOnlyDictionary<string, T>.Empty : new(members);
}
