using System.Collections.Frozen;

namespace Rokt.EventApi.Cli.Exports;

/// <summary>The names of the fields: how people map them, and what columns of files without a known header are called.</summary>
internal static class FieldNames
{
    /// <summary>The name by which <c>--map</c> and <c>--set</c> address a field: that of the guide, where it has one.</summary>
    public static FrozenDictionary<string, Field> Mappable { get; } = new Dictionary<string, Field>
    {
        ["email"] = Field.Email,
        ["other"] = Field.HashedEmail,
        ["firstname"] = Field.FirstName,
        ["lastname"] = Field.LastName,
        ["fullname"] = Field.FullName,
        ["mobile"] = Field.Mobile,
        ["ipaddress"] = Field.IpAddress,
        ["billingzipcode"] = Field.BillingZipCode,
        ["dob"] = Field.DateOfBirth,
        ["gender"] = Field.Gender,
        ["customerid"] = Field.CustomerId,
        ["clickid"] = Field.ClickId,
        ["useragent"] = Field.UserAgent,
        ["amount"] = Field.Amount,
        ["currency"] = Field.Currency,
        ["quantity"] = Field.Quantity,
        ["conversiontype"] = Field.ConversionType,
        ["productname"] = Field.ProductName,
        ["sku"] = Field.Sku,
        ["paymenttype"] = Field.PaymentType,
        ["margin"] = Field.Margin,
        ["transactionid"] = Field.TransactionId,
        ["confirmationref"] = Field.ConfirmationRef,
        ["eventtime"] = Field.EventTime,
        ["timeofday"] = Field.TimeOfDay,
        ["timezone"] = Field.TimeZone,
        ["status"] = Field.Status,
        ["refunded"] = Field.RefundedAmount,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of columns by which a field is recognized in any file, the best first.</summary>
    public static IReadOnlyList<(Field Field, string[] Columns)> Recognized { get; } =
    [
        (Field.Email, ["email", "emailaddress", "customeremail", "billingemail", "emailbilling", "contactemail", "buyeremail", "useremail", "usermail", "mail", "fromemailaddress"]),
        (Field.HashedEmail, ["other", "emailsha256", "sha256email", "hashedemail", "emailhash", "hashedemailaddress", "sha256ofemail"]),
        (Field.FirstName, ["firstname", "fn", "givenname", "billingfirstname", "firstnamebilling", "customerfirstname", "forename"]),
        (Field.LastName, ["lastname", "ln", "surname", "familyname", "billinglastname", "lastnamebilling", "customerlastname"]),
        (Field.FullName, ["fullname", "customername", "billingname", "name"]),
        (Field.Mobile, ["mobile", "phone", "phonenumber", "mobilephone", "mobilenumber", "telephone", "billingphone", "phonebilling", "customerphone", "buyerphonenumber", "shippingphone"]),
        (Field.IpAddress, ["ipaddress", "ip", "customeripaddress", "clientip", "remoteip", "userip"]),
        (Field.BillingZipCode, ["billingzipcode", "billingzip", "billingpostcode", "postcodebilling", "zip", "zipcode", "postcode", "postalcode"]),
        (Field.DateOfBirth, ["dob", "dateofbirth", "birthdate", "birthday"]),
        (Field.Gender, ["gender", "gen"]),
        (Field.CustomerId, ["customerid", "customernumber", "userid"]),
        (Field.ClickId, ["rclid", "rtid", "clickid", "passbackconversiontrackingid", "roktclickid"]),
        (Field.UserAgent, ["useragent", "httpheaderuseragent", "customeruseragent"]),
        (Field.Amount, ["amount", "total", "ordertotal", "ordertotalamount", "ordertotalinctax", "grandtotalpurchased", "grandtotal", "totalpaidtaxincl", "totalamount", "totalprice", "gross", "conversionvalue", "value", "revenue", "ordervalue"]),
        (Field.Currency, ["currency", "currencycode", "ordercurrency", "ordercurrencycode", "conversioncurrency"]),
        (Field.Quantity, ["quantity", "qty", "totalquantity", "totalorderquantity", "lineitemquantity", "quantitypurchased", "numberofitems", "itemssold", "quantityrefund", "productquantity", "items"]),
        (Field.ConversionType, ["conversiontype", "conversionname", "eventname"]),
        (Field.ProductName, ["productname", "product", "itemname", "lineitemname", "itemtitle", "producttitle"]),
        (Field.Sku, ["sku", "lineitemsku", "productsku", "itemsku", "productreference", "itemid"]),
        (Field.PaymentType, ["paymenttype", "paymentmethod", "paymentmethodtitle", "cardbrand"]),
        (Field.Margin, ["margin", "profitmargin"]),
        (Field.TransactionId, ["transactionid", "paymentid", "paymentreference", "chargeid"]),
        (Field.ConfirmationRef, ["confirmationref", "ordernumber", "orderid", "orderno", "order", "incrementid", "reference", "orderreference", "orderref", "invoicenumber", "bookingreference", "confirmationnumber", "id"]),
        (Field.EventTime, ["eventtime", "timestampunixtimems", "timestamp", "conversiontime", "paidat", "paiddate", "datepaid", "createdat", "createddateutc", "createdutc", "orderdate", "orderedat", "datecreated", "purchasedate", "dateadd", "saledate", "date", "datetime", "time"]),
        (Field.TimeOfDay, ["timeofday", "ordertime", "time"]),
        (Field.TimeZone, ["timezone", "tz"]),
        (Field.Status, ["financialstatus", "orderstatus", "paymentstatus", "status"]),
        (Field.FulfillmentStatus, ["fulfillmentstatus"]),
        (Field.CancelledAt, ["cancelledat", "canceledat"]),
        (Field.RefundedAmount, ["refundedamount", "amountrefunded", "refundamount", "totalrefunded", "orderrefundamount"]),
        (Field.Mode, ["mode"]),
        (Field.Kind, ["kind", "eventtype", "transactiontype"]),
    ];

    /// <summary>Gets a field's name as people know it.</summary>
    public static string Get(Field field) =>
        Mappable.FirstOrDefault(pair => pair.Value == field).Key ?? field.ToString().ToLowerInvariant();

    /// <summary>Reduces a column's name to what stays the same over an export's versions: lower-case letters and digits.</summary>
    public static string Normalize(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
