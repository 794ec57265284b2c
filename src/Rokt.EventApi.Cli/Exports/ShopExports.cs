namespace Rokt.EventApi.Cli.Exports;

/// <summary>Exports of shop systems.</summary>
internal static class ShopExports
{
    private const string WithoutWooEmail = "Choose the field \"Email (Billing)\" in the export plugin, or use an export that has it, such as WebToffee's.";

    public static ExportFormat[] All { get; } =
    [
        new("Shopify orders export")
        {
            Signature = ["name", "financialstatus", "lineitemname", "lineitemquantity"],
            IsGrouped = true,
            HasLines = true,
            Columns =
            [
                (Field.OrderKey, ["name"]),
                (Field.OrderId, ["id"]),
                (Field.Email, ["email"]),
                (Field.FullName, ["billingname", "shippingname"]),
                (Field.Mobile, ["phone", "billingphone", "shippingphone"]),
                (Field.BillingZipCode, ["billingzip"]),
                (Field.Amount, ["total"]),
                (Field.Currency, ["currency"]),
                (Field.Quantity, ["lineitemquantity"]),
                (Field.ProductName, ["lineitemname"]),
                (Field.Sku, ["lineitemsku"]),
                (Field.LineStatus, ["lineitemfulfillmentstatus"]),
                (Field.PaymentType, ["paymentmethod"]),
                (Field.TransactionId, ["id", "paymentid"]),
                (Field.ConfirmationRef, ["name"]),
                (Field.EventTime, ["paidat", "createdat"]),
                (Field.Status, ["financialstatus"]),
                (Field.CancelledAt, ["cancelledat", "canceledat"]),
                (Field.RefundedAmount, ["refundedamount"]),
            ],
            WithoutEmail = "Export the orders again with the column Email.",
        },
        new("Squarespace orders export")
        {
            Signature = ["orderid", "financialstatus", "lineitemname", "lineitemquantity"],
            IsGrouped = true,
            HasLines = true,
            Columns =
            [
                (Field.OrderKey, ["orderid"]),
                (Field.Email, ["email"]),
                (Field.FullName, ["billingname", "shippingname"]),
                (Field.Mobile, ["billingphone", "shippingphone"]),
                (Field.BillingZipCode, ["billingzip"]),
                (Field.Amount, ["total"]),
                (Field.Currency, ["currency"]),
                (Field.Quantity, ["lineitemquantity"]),
                (Field.ProductName, ["lineitemname"]),
                (Field.Sku, ["lineitemsku"]),
                (Field.PaymentType, ["paymentmethod"]),
                (Field.TransactionId, ["paymentreference"]),
                (Field.ConfirmationRef, ["orderid"]),
                (Field.EventTime, ["paidat", "createdat"]),
                (Field.Status, ["financialstatus"]),
                (Field.FulfillmentStatus, ["fulfillmentstatus"]),
                (Field.CancelledAt, ["cancelledat", "canceledat"]),
                (Field.RefundedAmount, ["amountrefunded"]),
            ],
            WithoutEmail = "Export the orders again with the column Email.",
        },
        new("WooCommerce, Advanced Order Export")
        {
            Signature = ["ordernumber", "ordertotalamount"],
            IsGrouped = true,
            HasLines = true,
            Columns =
            [
                (Field.OrderKey, ["ordernumber"]),
                (Field.Email, ["emailbilling"]),
                (Field.FirstName, ["firstnamebilling"]),
                (Field.LastName, ["lastnamebilling"]),
                (Field.Mobile, ["phonebilling"]),
                (Field.BillingZipCode, ["postcodebilling"]),
                (Field.Amount, ["ordertotalamount"]),
                (Field.Currency, ["ordercurrency", "currency"]),
                (Field.Quantity, ["quantity", "quantityrefund"]),
                (Field.ProductName, ["itemname", "name"]),
                (Field.Sku, ["sku"]),
                (Field.PaymentType, ["paymentmethodtitle"]),
                (Field.TransactionId, ["transactionid"]),
                (Field.ConfirmationRef, ["ordernumber"]),
                (Field.EventTime, ["paiddate", "orderdate"]),
                (Field.Status, ["orderstatus"]),
                (Field.RefundedAmount, ["orderrefundamount"]),
            ],
            WithoutEmail = WithoutWooEmail,
        },
        new("WooCommerce, WebToffee order export")
        {
            Signature = ["orderid", "orderkey", "ordertotal", "orderdate"],
            ItemCells = ItemCellFormat.WebToffee,
            Columns =
            [
                (Field.Email, ["billingemail", "customeremail"]),
                (Field.FirstName, ["billingfirstname", "shippingfirstname"]),
                (Field.LastName, ["billinglastname", "shippinglastname"]),
                (Field.Mobile, ["billingphone", "shippingphone"]),
                (Field.BillingZipCode, ["billingpostcode"]),
                (Field.IpAddress, ["customeripaddress"]),
                (Field.UserAgent, ["customeruseragent"]),
                (Field.Amount, ["ordertotal"]),
                (Field.Currency, ["ordercurrency"]),
                (Field.ItemCell, ["lineitem"]),
                (Field.PaymentType, ["paymentmethodtitle"]),
                (Field.TransactionId, ["transactionid"]),
                (Field.ConfirmationRef, ["ordernumber", "orderid"]),
                (Field.EventTime, ["paiddate", "orderdate"]),
                (Field.Status, ["status"]),
            ],
            WithoutEmail = WithoutWooEmail,
        },
        new("WooCommerce analytics orders report")
        {
            Signature = ["order", "customertype", "itemssold"],
            Columns = [(Field.OrderKey, ["order"]), (Field.ConfirmationRef, ["order"]), (Field.EventTime, ["date"])],
            WithoutEmail = "It holds neither e-mail addresses nor order totals: use an order export plugin, such as Advanced Order Export or WebToffee's.",
        },
        new("Magento 2 / Adobe Commerce orders grid")
        {
            Signature = ["purchasepoint", "purchasedate", "grandtotalpurchased"],
            Columns =
            [
                (Field.Email, ["customeremail"]),
                (Field.FullName, ["customername", "billtoname"]),
                (Field.Amount, ["grandtotalpurchased"]),
                (Field.PaymentType, ["paymentmethod"]),
                (Field.ConfirmationRef, ["id"]),
                (Field.EventTime, ["purchasedate"]),
                (Field.Status, ["status"]),
                (Field.RefundedAmount, ["totalrefunded"]),
            ],
            Standings = new Dictionary<string, Standing> { ["closed"] = Standing.Refunded },
            WithoutEmail = "Show the column Customer Email in the orders grid before exporting it.",
        },
        new("BigCommerce orders export")
        {
            Signature = ["orderid", "orderstatus", "ordertotalinctax"],
            ItemCells = ItemCellFormat.BigCommerce,
            Columns =
            [
                (Field.Email, ["customeremail", "billingemail"]),
                (Field.FirstName, ["billingfirstname"]),
                (Field.LastName, ["billinglastname"]),
                (Field.FullName, ["billingname", "customername"]),
                (Field.Mobile, ["customerphone", "billingphone"]),
                (Field.BillingZipCode, ["billingzip"]),
                (Field.Amount, ["ordertotalinctax"]),
                (Field.Currency, ["ordercurrencycode"]),
                (Field.Quantity, ["totalquantity"]),
                (Field.ItemCell, ["productdetails"]),
                (Field.PaymentType, ["paymentmethod"]),
                (Field.TransactionId, ["transactionid"]),
                (Field.ConfirmationRef, ["orderid"]),
                (Field.EventTime, ["orderdate"]),
                (Field.TimeOfDay, ["ordertime"]),
                (Field.Status, ["orderstatus"]),
                (Field.RefundedAmount, ["refundamount"]),
            ],
            WithoutEmail = "Add Customer Email to the export template.",
        },
        new("Wix orders export")
        {
            Signature = ["ordernumber", "datecreated", "totalorderquantity"],
            IsGrouped = true,
            HasLines = true,
            Columns =
            [
                (Field.OrderKey, ["ordernumber"]),
                (Field.Email, ["contactemail"]),
                (Field.FullName, ["billingname", "recipientname"]),
                (Field.Mobile, ["billingphone", "recipientphone"]),
                (Field.BillingZipCode, ["billingzippostalcode"]),
                (Field.Amount, ["total"]),
                (Field.Currency, ["currency"]),
                (Field.Quantity, ["qty"]),
                (Field.ProductName, ["item"]),
                (Field.Sku, ["sku"]),
                (Field.PaymentType, ["paymentmethod"]),
                (Field.ConfirmationRef, ["ordernumber"]),
                (Field.EventTime, ["datecreated"]),
                (Field.TimeOfDay, ["time"]),
                (Field.Status, ["paymentstatus"]),
                (Field.FulfillmentStatus, ["fulfillmentstatus"]),
                (Field.RefundedAmount, ["refundedamount"]),
            ],
            WithoutEmail = "Export the orders again with the column Contact email.",
        },
        new("PrestaShop orders list")
        {
            Signature = ["reference", "newclient", "delivery"],
            Columns = [(Field.OrderKey, ["reference"]), (Field.ConfirmationRef, ["reference"]), (Field.EventTime, ["date"])],
            WithoutEmail = "Query the orders with their customers' addresses in PrestaShop's SQL Manager (columns reference, email, total_paid_tax_incl, date_add) and send that file.",
        },
    ];
}
