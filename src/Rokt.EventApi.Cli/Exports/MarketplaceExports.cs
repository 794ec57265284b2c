namespace Rokt.EventApi.Cli.Exports;

/// <summary>Exports of market places, which keep their customers' addresses to themselves.</summary>
internal static class MarketplaceExports
{
    private const string NoEtsyEmail = "Etsy gives sellers no buyer's address in any file: these sales cannot be sent.";

    public static ExportFormat[] All { get; } =
    [
        new("Etsy sold order items")
        {
            Signature = ["saledate", "listingid", "transactionid"],
            Columns = [(Field.OrderKey, ["orderid"]), (Field.ConfirmationRef, ["orderid"]), (Field.EventTime, ["datepaid", "saledate"])],
            WithoutEmail = NoEtsyEmail,
        },
        new("Etsy sold orders")
        {
            Signature = ["saledate", "buyeruserid", "ordernet"],
            Columns = [(Field.OrderKey, ["orderid"]), (Field.ConfirmationRef, ["orderid"]), (Field.EventTime, ["saledate"])],
            WithoutEmail = NoEtsyEmail,
        },
        new("Amazon all orders report")
        {
            Signature = ["amazonorderid", "purchasedate"],
            IsUnquoted = true,
            Columns = [(Field.OrderKey, ["amazonorderid"]), (Field.ConfirmationRef, ["amazonorderid"]), (Field.EventTime, ["purchasedate"])],
            WithoutEmail = "Amazon gives no buyer's address here, and in its restricted order reports only a relay address that matches no one.",
        },
        new("Amazon order report")
        {
            Signature = ["orderid", "orderitemid", "purchasedate", "buyeremail"],
            IsUnquoted = true,
            IsGrouped = true,
            HasLines = true,
            Columns =
            [
                (Field.OrderKey, ["orderid"]),
                (Field.Email, ["buyeremail"]),
                (Field.FullName, ["buyername"]),
                (Field.Mobile, ["buyerphonenumber"]),
                (Field.Quantity, ["quantitypurchased"]),
                (Field.ProductName, ["productname"]),
                (Field.Sku, ["sku"]),
                (Field.ConfirmationRef, ["orderid"]),
                (Field.EventTime, ["paymentsdate", "purchasedate"]),
            ],
            Warning = "The addresses are relay addresses of the market place, which match no one at Rokt.",
        },
    ];
}
