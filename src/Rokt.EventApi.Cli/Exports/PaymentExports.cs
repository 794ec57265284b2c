namespace Rokt.EventApi.Cli.Exports;

/// <summary>Exports of payment systems, where refunds and payouts are rows of their own.</summary>
internal static class PaymentExports
{
    private const string ShopifyOrders = "Use Shopify's orders export (Orders, Export), which has the column Email.";
    private const string SquareCustomers = "Join it with the customer directory export by Customer ID, and send the result.";

    public static ExportFormat[] All { get; } =
    [
        new("Shopify transaction histories")
        {
            Signature = ["order", "name", "kind", "gateway"],
            Columns = [(Field.OrderKey, ["name"]), (Field.ConfirmationRef, ["name"]), (Field.EventTime, ["createdat"])],
            WithoutEmail = ShopifyOrders,
        },
        new("Shopify payout transactions")
        {
            Signature = ["transactiondate", "payoutstatus", "order", "fee"],
            Columns = [(Field.OrderKey, ["order"]), (Field.ConfirmationRef, ["order"]), (Field.EventTime, ["transactiondate"])],
            WithoutEmail = ShopifyOrders,
        },
        Stripe("createddateutc"),
        Stripe("createdutc"),
        new("PayPal activity")
        {
            Signature = ["gross", "net", "transactionid", "timezone"],
            Columns =
            [
                (Field.Email, ["fromemailaddress"]),
                (Field.FullName, ["name"]),
                (Field.Mobile, ["contactphonenumber"]),
                (Field.Amount, ["gross"]),
                (Field.Currency, ["currency"]),
                (Field.Quantity, ["quantity"]),
                (Field.ProductName, ["itemtitle"]),
                (Field.Sku, ["itemid"]),
                (Field.TransactionId, ["transactionid"]),
                (Field.ConfirmationRef, ["invoicenumber", "invoiceid", "customnumber", "transactionid"]),
                (Field.EventTime, ["date"]),
                (Field.TimeOfDay, ["time"]),
                (Field.TimeZone, ["timezone"]),
                (Field.Status, ["status"]),
                (Field.Kind, ["type", "description"]),
                (Field.BalanceImpact, ["balanceimpact"]),
                (Field.RefundOf, ["referencetxnid"]),
            ],
            Constants = new Dictionary<Field, string> { [Field.PaymentType] = "PayPal" },
            SaleKinds = ["payment", "zahlung"],
            WithoutEmail = "Choose the column From Email Address when downloading the activity.",
        },
        new("PayPal activity of a personal account")
        {
            Signature = ["timezone", "receiptid", "balance", "type"],
            Columns = [(Field.EventTime, ["date"]), (Field.TimeOfDay, ["time"])],
            WithoutEmail = "Download the activity of a business account, with the column From Email Address.",
        },
        new("Square transactions")
        {
            Signature = ["totalcollected", "transactionid", "nettotal"],
            Columns =
            [
                (Field.OrderKey, ["transactionid"]),
                (Field.ConfirmationRef, ["transactionid"]),
                (Field.EventTime, ["date"]),
                (Field.TimeOfDay, ["time"]),
                (Field.Kind, ["eventtype"]),
            ],
            SaleKinds = ["payment"],
            WithoutEmail = SquareCustomers,
        },
        new("Square item sales")
        {
            Signature = ["pricepointname", "modifiersapplied", "transactionid"],
            Columns = [(Field.OrderKey, ["transactionid"]), (Field.ConfirmationRef, ["transactionid"]), (Field.Kind, ["eventtype"])],
            SaleKinds = ["payment"],
            WithoutEmail = SquareCustomers,
        },
    ];

    // Its columns are chosen by the user, and the name of the date has changed.
    private static ExportFormat Stripe(string created) => new("Stripe payments")
    {
        Signature = ["id", created, "amount", "amountrefunded", "status"],
        IsUtc = true,
        Columns =
        [
            (Field.Email, ["customeremail", "emailmetadata", "customeremailmetadata"]),
            (Field.FullName, ["shippingname", "cardname"]),
            (Field.Mobile, ["customerphone"]),
            (Field.Amount, ["amount"]),
            (Field.Currency, ["currency"]),
            (Field.PaymentType, ["cardbrand", "paymentsourcetype"]),
            (Field.TransactionId, ["id", "paymentintentid"]),
            (Field.ConfirmationRef, ["orderidmetadata", "ordernumbermetadata", "ordermetadata", "clientreferenceid", "invoicenumber", "id"]),
            (Field.EventTime, [created]),
            (Field.Status, ["status"]),
            (Field.RefundedAmount, ["amountrefunded"]),
            (Field.Mode, ["mode"]),
        ],
        WithoutEmail = "Choose the column Customer Email when exporting the payments.",
    };
}
