using System.Text;
using Rokt.EventApi.Validation;

namespace Rokt.EventApi;

/// <summary>
/// Builds a <see cref="ConversionEvent"/>. Each method sets one thing and returns the builder; a later call replaces an
/// earlier one; null and blank strings count as not set. <see cref="Build"/> checks every rule.
/// </summary>
/// <remarks>A builder may be used again after <see cref="Build"/>: events built before do not change. It is not thread-safe.</remarks>
public sealed partial class ConversionEventBuilder
{
    private const string HashedEmailPath = "user_identities.other";

    // A digest looks the same whatever was hashed, so what should not be is noted before.
    private SortedSet<string>? _unhashable;
    private ConversionEvent _draft = new();
    private bool _isShared;
    private bool _anyIdentity;
    private bool _hasOwnClickId;

    internal ConversionEventBuilder()
    {
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
    public ConversionEventBuilder WithEnvironment(EventEnvironment environment)
    {
        Draft.Environment = environment;
        return this;
    }

    /// <summary>Sets the total price of all items. Zero is a value and is sent; <c>100.00m</c> keeps its decimals.</summary>
    /// <param name="amount">The guide's <c>amount</c>.</param>
    /// <param name="currency">The guide's <c>currency</c>: three ASCII letters, such as <c>USD</c>; sent in upper case.</param>
    public ConversionEventBuilder WithAmount(decimal amount, string currency)
    {
        Draft.Amount = amount;
        Draft.Currency = Text(currency) is { } code && Ascii.IsValid(code) ? code.ToUpperInvariant() : Text(currency);
        return this;
    }

    /// <summary>Sets the number of items: zero or more.</summary>
    public ConversionEventBuilder WithQuantity(int quantity)
    {
        Draft.Quantity = quantity;
        return this;
    }

    /// <summary>Sets the type of the conversion, such as <c>purchase</c> or <c>subscription</c>; at most 4096 characters.</summary>
    public ConversionEventBuilder WithConversionType(string? conversionType)
    {
        Draft.ConversionType = Text(conversionType);
        return this;
    }

    /// <summary>Sets the name of the item; at most 4096 characters.</summary>
    public ConversionEventBuilder WithProductName(string? productName)
    {
        Draft.ProductName = Text(productName);
        return this;
    }

    /// <summary>Sets the SKU of the item; at most 4096 characters. The guide: "If more than one item is present, do not provide any SKUs."</summary>
    public ConversionEventBuilder WithSku(string? sku)
    {
        Draft.Sku = Text(sku);
        return this;
    }

    /// <summary>Sets the type of payment, such as <c>visa</c>; at most 4096 characters.</summary>
    public ConversionEventBuilder WithPaymentType(string? paymentType)
    {
        Draft.PaymentType = Text(paymentType);
        return this;
    }

    /// <summary>Sets the profit margin. The guide calls it a percentage and shows $10 as <c>10</c>: the number is sent as given.</summary>
    public ConversionEventBuilder WithMargin(decimal margin)
    {
        Draft.Margin = margin;
        return this;
    }

    /// <summary>Sets the transaction's id; at most 4096 characters.</summary>
    public ConversionEventBuilder WithTransactionId(string? transactionId)
    {
        Draft.TransactionId = Text(transactionId);
        return this;
    }

    /// <summary>
    /// Sets the confirmation reference; at most 4096 characters. Rokt deduplicates conversions by it, so set it: a
    /// conversion whose answer was lost is sent again.
    /// </summary>
    public ConversionEventBuilder WithConfirmationRef(string? confirmationRef)
    {
        Draft.ConfirmationRef = Text(confirmationRef);
        return this;
    }

    /// <summary>Sets a further attribute of the event.</summary>
    /// <param name="name">1 to 256 characters, and not the name of one that has a method of its own, in any case.</param>
    /// <param name="value">A string of at most 4096 characters, a number or a boolean; a blank string counts as not set.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ConversionEventBuilder WithAttribute(string name, AttributeValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        Set(Draft.CustomAttributes ??= [], name, value);
        return this;
    }

    /// <summary>Checks every rule and returns the event.</summary>
    /// <exception cref="InvalidConversionEventException">Rules are broken: it lists all of them, with no value of the event.</exception>
    public ConversionEvent Build()
    {
        List<ConversionEventViolation>? violations = ConversionEventRules.Check(_draft, _anyIdentity, _unhashable);
        if (violations is not null)
        {
            throw new InvalidConversionEventException(violations);
        }

        _isShared = true;
        return _draft;
    }

    private string? Hash(string? value, string path)
    {
        string? text = Text(value)?.Trim();
        NoteUnhashable(path, text is not null && !ViolationList.IsUnicode(text));
        return Sha256Digest.Of(text);
    }

    private void NoteUnhashable(string path, bool isUnhashable)
    {
        if (isUnhashable)
        {
            _unhashable ??= new SortedSet<string>(StringComparer.Ordinal);
            _unhashable.Add(path);
        }
        else
        {
            _unhashable?.Remove(path);
        }
    }

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    private static void Set(Dictionary<string, AttributeValue> attributes, string name, AttributeValue value)
    {
        if (value.Kind == AttributeKind.None)
        {
            attributes.Remove(name);
        }
        else
        {
            attributes[name] = value;
        }
    }
}
