using System.Text.Json;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Validation;

namespace Rokt.EventApi;

/// <summary>
/// Builds a <see cref="ConversionEvent"/>. Each method sets one thing and returns the builder; a later call replaces an
/// earlier one. Texts are trimmed; null and blank texts count as not set. <see cref="Build"/> checks every rule.
/// </summary>
/// <remarks>A builder may be used again after <see cref="Build"/>: events built before do not change. It is not thread-safe.</remarks>
public sealed partial class ConversionEventBuilder
{
    private readonly TimeProvider _clock;

    // What was given and cannot be seen in the event: a digest looks the same whatever was hashed.
    private List<BrokenRule>? _refused;
    private ConversionEvent _draft;
    private bool _isShared;
    private bool _anyIdentity;
    private bool _dropsInvalidAttributes;
    private bool _hasOwnClickId;

    internal ConversionEventBuilder(TimeProvider clock)
    {
        _clock = clock;
        _draft = new ConversionEvent(new string?[ConversionFields.TextCount]);
    }

    internal ConversionEventBuilder(TimeProvider clock, ConversionEvent conversion)
    {
        _clock = clock;
        _draft = conversion;
        _isShared = true;
        _anyIdentity = conversion.Email is null && conversion.HashedEmail is null;
        _hasOwnClickId = conversion.ClickId is not null;
    }

    private ConversionEvent Draft
    {
        get
        {
            if (_isShared)
            {
                _draft = _draft.Copy();
                _isShared = false;
            }

            return _draft;
        }
    }

    /// <summary>Sets the environment of this event. Default: that of <see cref="EventApiOptions.Environment"/>.</summary>
    public ConversionEventBuilder WithEnvironment(EventEnvironment? environment)
    {
        Draft.Environment = environment;
        return this;
    }

    /// <summary>Sets the total price of all items. Zero is a value and is sent; <c>100.00m</c> keeps its decimals. One of the two without the other is a violation.</summary>
    /// <param name="amount">The guide's <c>amount</c>.</param>
    /// <param name="currency">The guide's <c>currency</c>: three ASCII letters, such as <c>USD</c>; sent in upper case.</param>
    public ConversionEventBuilder WithAmount(decimal? amount, string? currency)
    {
        Draft.Amount = amount;
        return Set(ConversionFields.Currency, currency);
    }

    /// <summary>Sets the number of items: zero or more.</summary>
    public ConversionEventBuilder WithQuantity(int? quantity)
    {
        Draft.Quantity = quantity;
        return this;
    }

    /// <summary>Sets the type of the conversion, such as <c>purchase</c> or <c>subscription</c>; at most 4096 characters.</summary>
    public ConversionEventBuilder WithConversionType(string? conversionType) => Set(ConversionFields.ConversionType, conversionType);

    /// <summary>Sets the name of the item; at most 4096 characters.</summary>
    public ConversionEventBuilder WithProductName(string? productName) => Set(ConversionFields.ProductName, productName);

    /// <summary>Sets the SKU of the item; at most 4096 characters. The guide: "If more than one item is present, do not provide any SKUs."</summary>
    public ConversionEventBuilder WithSku(string? sku) => Set(ConversionFields.Sku, sku);

    /// <summary>Sets the type of payment, such as <c>visa</c>; at most 4096 characters.</summary>
    public ConversionEventBuilder WithPaymentType(string? paymentType) => Set(ConversionFields.PaymentType, paymentType);

    /// <summary>Sets the profit margin. The guide calls it a percentage and shows $10 as <c>10</c>: the number is sent as given.</summary>
    public ConversionEventBuilder WithMargin(decimal? margin)
    {
        Draft.Margin = margin;
        return this;
    }

    /// <summary>Sets the transaction's id; at most 4096 characters.</summary>
    public ConversionEventBuilder WithTransactionId(string? transactionId) => Set(ConversionFields.TransactionId, transactionId);

    /// <summary>
    /// Sets the confirmation reference; at most 4096 characters. Rokt deduplicates conversions by it, so set it: a
    /// conversion whose response was lost is sent again.
    /// </summary>
    public ConversionEventBuilder WithConfirmationRef(string? confirmationRef) => Set(ConversionFields.ConfirmationRef, confirmationRef);

    /// <summary>Sets a further attribute of the event.</summary>
    /// <param name="name">1 to 256 characters, trimmed, and not the name of one that has a method of its own, in any case.</param>
    /// <param name="value">A string of at most 4096 characters, a number or a boolean; a blank string counts as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithAttribute(string name, AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Set(Draft.CustomAttributes ??= [], name, value);
        return this;
    }

    /// <summary>
    /// Leaves out what breaks a rule, where the conversion counts without it, instead of losing the conversion. What fails as
    /// before: identities (e-mail address, its hash, customer id, click id), amount and currency, the environment.
    /// </summary>
    /// <remarks><see cref="ConversionEvent.DroppedAttributes"/> lists what was left out and why, and the metric <c>rokt.event_api.attributes.dropped</c> counts it. Default: nothing is left out, and <see cref="Build"/> throws.</remarks>
    /// <example>
    /// <code>
    /// ConversionEvent conversion = ConversionEvent.CreateBuilder()
    ///     .DropInvalidAttributes()
    ///     .WithEmail("john.doe@example.com")
    ///     .WithMobile("n/a")
    ///     .Build();
    ///
    /// // conversion.Mobile is null, and conversion.DroppedAttributes[0].Path is "user_attributes.mobile".
    /// </code>
    /// </example>
    public ConversionEventBuilder DropInvalidAttributes()
    {
        _dropsInvalidAttributes = true;
        return this;
    }

    /// <summary>Checks every rule and returns the event.</summary>
    /// <exception cref="InvalidConversionEventException">Rules are broken: it lists all of them, with no value of the event.</exception>
    public ConversionEvent Build()
    {
        List<BrokenRule>? broken = ConversionEventRules.Check(_draft, _anyIdentity, _clock, _refused);
        if (broken is not null)
        {
            return _dropsInvalidAttributes ? BuildWithout(broken) : throw Invalid(broken);
        }

        _isShared = true;
        _draft.IsBuilt = true;
        return _draft;
    }

    /// <summary>Sets a field to a value of a stored event.</summary>
    internal void Read(Field field, JsonElement value) => field.Read(value, Draft);

    private ConversionEvent BuildWithout(List<BrokenRule> broken)
    {
        ConversionEvent kept = _draft.Copy();
        List<BrokenRule> dropped = [.. kept.Dropped ?? []];

        // What is left out may have been all that another rule asked for, such as the last identity.
        for (List<BrokenRule>? rest = broken; rest is not null; rest = ConversionEventRules.Check(kept, _anyIdentity, _clock, refused: null))
        {
            if (!rest.TrueForAll(rule => rule.Subject.CanBeLeftOut))
            {
                throw Invalid(rest.FindAll(rule => !rule.Subject.CanBeLeftOut));
            }

            foreach (BrokenRule rule in rest)
            {
                if (rule.Subject.LeaveOut(kept))
                {
                    dropped.Add(rule);
                }
            }
        }

        kept.Dropped = dropped;
        kept.IsBuilt = true;
        return kept;
    }

    private static InvalidConversionEventException Invalid(List<BrokenRule> broken) => new([.. broken.Select(rule => rule.Violation)]);

    internal ConversionEventBuilder Set(TextField field, string? text)
    {
        if (_refused is not null)
        {
            Accept(new Subject(field));
        }

        Draft[field] = field.Kind.Normalize(text);
        return this;
    }

    /// <summary>Sets a digest in place of a text, which keeps the rules that it keeps where it is sent itself.</summary>
    private ConversionEventBuilder SetHash(TextField plain, string? text)
    {
        TextField digest = plain.HashedAs!;
        var subject = new Subject(digest);
        Accept(subject);
        if (digest.Kind.Normalize(text) is { } value && Digest.Is(value))
        {
            return Set(digest, value);
        }

        string? normalized = plain.Kind.Normalize(text);
        var violations = new ViolationList();
        if (normalized is not null)
        {
            plain.Check(normalized, subject, ref violations);
        }

        Refuse(violations);
        Draft[digest] = normalized is null ? null : Digest.From(normalized);
        return this;
    }

    private void Accept(Subject subject)
    {
        // By hand: a lambda would be allocated in each call.
        for (int i = (_refused?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (_refused![i].Subject == subject)
            {
                _refused.RemoveAt(i);
            }
        }
    }

    private void Refuse(ViolationList violations)
    {
        if (violations.Items is not null)
        {
            (_refused ??= []).AddRange(violations.Items);
        }
    }

    private static void Set(Dictionary<string, AttributeValue> attributes, string name, AttributeValue value)
    {
        string key = name.Trim();
        if (value.Kind == AttributeKind.None)
        {
            attributes.Remove(key);
        }
        else
        {
            attributes[key] = value;
        }
    }
}
