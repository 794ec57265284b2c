using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>What amount, currency, quantity and SKU ask of each other.</summary>
internal static class AmountRules
{
    public static void Check(ConversionEvent conversion, ref ViolationList violations)
    {
        if (conversion.Amount is not null && conversion.Currency is null)
        {
            violations.Add(new Subject(ConversionFields.Currency), $"An amount goes with its currency: call WithAmount with both. {CurrencyCode.Rule}");
        }
        else if (conversion.Amount is null && conversion.Currency is not null)
        {
            violations.Add(new Subject(ConversionFields.Amount), "A currency goes with an amount: call WithAmount with both, or with neither.");
        }

        if (conversion.Sku is not null && conversion.Quantity > 1)
        {
            violations.Add(new Subject(ConversionFields.Sku), "The guide: \"If more than one item is present, do not provide any SKUs.\" Leave out the SKU, or set the quantity to 1.");
        }
    }
}
