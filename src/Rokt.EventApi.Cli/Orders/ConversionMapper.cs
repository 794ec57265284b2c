using System.Globalization;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Gives the values of an order's rows to the SDK's builder.</summary>
internal sealed class ConversionMapper(ColumnMap map, FileProfile profile, ReadingOptions options)
{
    private readonly CustomerMapper _customer = new(map, profile.DateOrder, options.HashEmails);

    /// <summary>Makes the conversion; null when a rule is broken, which the draft then says.</summary>
    public ConversionEvent? Map(OrderRows rows, ref OrderDraft draft)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().DropInvalidAttributes();
        if (!_customer.TryMapIdentity(builder, rows))
        {
            draft.Reject("user_identities.email", "An e-mail address or its SHA-256 is required.");
            return null;
        }

        _customer.Map(builder, rows, ref draft);
        MapOrder(builder, rows, ref draft);
        MapItems(builder, rows, ref draft);
        MapAttributes(builder, rows);
        try
        {
            ConversionEvent conversion = builder.Build();
            foreach (ConversionEventViolation violation in conversion.DroppedAttributes)
            {
                draft.Drop(violation.Path, violation.Rule);
            }

            return draft.Violations is null ? conversion : null;
        }
        catch (InvalidConversionEventException exception)
        {
            foreach (ConversionEventViolation violation in exception.Violations)
            {
                draft.Reject(violation.Path, violation.Rule);
            }

            return null;
        }
    }

    private void MapOrder(ConversionEventBuilder builder, OrderRows rows, ref OrderDraft draft)
    {
        if (draft.Amount is { } amount)
        {
            ReadOnlySpan<char> currency = rows.Value(map, Field.Currency);
            if (currency.IsEmpty && options.Currency is null)
            {
                draft.Reject("events[0].data.custom_attributes.currency", $"The amount has no currency: {options.Wording.Currency}.");
            }
            else
            {
                builder.WithAmount(amount, currency.IsEmpty ? options.Currency! : currency.ToString());
            }
        }

        if (draft.Time is { } time)
        {
            builder.WithEventTime(time);
        }

        ReadOnlySpan<char> margin = rows.Value(map, Field.Margin);
        if (!margin.IsEmpty)
        {
            if (AmountText.TryParseNumber(margin.TrimEnd("% "), profile.IsDecimalComma, out decimal parsed))
            {
                builder.WithMargin(parsed);
            }
            else
            {
                draft.Drop("events[0].data.custom_attributes.margin", "The margin is no number.");
            }
        }

        builder
            .WithConversionType(ConversionType(rows.Value(map, Field.ConversionType)))
            .WithPaymentType(CellText.ToText(rows.Value(map, Field.PaymentType)))
            .WithTransactionId(Id(rows.Value(map, Field.TransactionId), "transactionid", ref draft))
            .WithConfirmationRef(Id(rows.Value(map, Field.ConfirmationRef), "confirmationref", ref draft));
    }

    // The guide wants a SKU only with a single item; the name of one of several products would be a wrong one.
    private void MapItems(ConversionEventBuilder builder, OrderRows rows, ref OrderDraft draft)
    {
        if (!map.IsGrouped && !map.Export.HasLines && map.Columns(Field.ItemCell).Length == 0)
        {
            MapSingle(builder, rows, ref draft);
            return;
        }

        OrderItems items = map.Columns(Field.ItemCell).Length > 0 ? ItemReader.ReadCells(rows[0], map) : ItemReader.ReadLines(rows, map, profile.IsDecimalComma);
        int? quantity = items.Quantity;
        if (map.Columns(Field.ItemCell).Length > 0 && ItemReader.TryParseQuantity(rows.Value(map, Field.Quantity), profile.IsDecimalComma, out int total))
        {
            quantity = total;
        }

        if (quantity is { } known)
        {
            builder.WithQuantity(known);
        }

        builder.WithProductName(CellText.ToText(items.Name));
        if (quantity == 1)
        {
            builder.WithSku(Id(items.Sku, "sku", ref draft));
        }
    }

    private void MapSingle(ConversionEventBuilder builder, OrderRows rows, ref OrderDraft draft)
    {
        builder.WithProductName(CellText.ToText(rows.Value(map, Field.ProductName)));
        ReadOnlySpan<char> text = rows.Value(map, Field.Quantity);
        if (text.IsEmpty)
        {
            return;
        }

        if (!ItemReader.TryParseQuantity(text, profile.IsDecimalComma, out int quantity))
        {
            draft.Drop("events[0].data.custom_attributes.quantity", "The quantity is no whole number of zero or more.");
            return;
        }

        builder.WithQuantity(quantity);
        if (quantity == 1)
        {
            builder.WithSku(Id(rows.Value(map, Field.Sku), "sku", ref draft));
        }
    }

    private void MapAttributes(ConversionEventBuilder builder, OrderRows rows)
    {
        foreach ((string name, int column) in map.Attributes)
        {
            builder.WithAttribute(name, Attribute(rows.Value(column)));
        }

        foreach ((string name, int column) in map.UserAttributes)
        {
            builder.WithUserAttribute(name, Attribute(rows.Value(column)));
        }

        foreach ((string name, string value, bool isUser) in map.ConstantAttributes)
        {
            _ = isUser ? builder.WithUserAttribute(name, Attribute(value)) : builder.WithAttribute(name, Attribute(value));
        }
    }

    // The upload templates of others write "Purchase", the guide "purchase"; what the user says stays.
    private string? ConversionType(ReadOnlySpan<char> text) =>
        map.IsKnown && map.Constant(Field.ConversionType) is null ? CellText.ToText(text)?.ToLowerInvariant() : CellText.ToText(text);

    private static string? Id(ReadOnlySpan<char> value, string name, ref OrderDraft draft)
    {
        if (!CellText.IsDestroyed(value))
        {
            return CellText.ToText(value);
        }

        draft.Drop($"events[0].data.custom_attributes.{name}", RuleTexts.DigitsLost);
        return null;
    }

    // Leading zeros and long numbers are names and not numbers.
    private static AttributeValue Attribute(ReadOnlySpan<char> value) => value switch
    {
        "true" or "TRUE" => true,
        "false" or "FALSE" => false,
        _ when value.Length < 16 && value is not ['0', >= '0' and <= '9', ..]
            && decimal.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number) => number,
        _ => value.ToString(),
    };
}
