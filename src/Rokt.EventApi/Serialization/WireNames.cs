using System.Collections.Frozen;

namespace Rokt.EventApi.Serialization;

/// <summary>The names of the attributes that have a method of their own on the builder.</summary>
internal static class WireNames
{
    public const string Email = "email";
    public const string HashedEmail = "other";
    public const string CustomerId = "customerid";
    public const string ClickId = "other2";

    public const string FirstName = "firstname";
    public const string LastName = "lastname";
    public const string Mobile = "mobile";
    public const string IpAddress = "ipaddress";
    public const string BillingZipCode = "billingzipcode";
    public const string FirstNameSha256 = "firstnamesha256";
    public const string LastNameSha256 = "lastnamesha256";
    public const string MobileSha256 = "mobilesha256";
    public const string BillingZipSha256 = "billingzipsha256";
    public const string DateOfBirth = "dob";
    public const string Gender = "gender";

    public const string Amount = "amount";
    public const string Currency = "currency";
    public const string Quantity = "quantity";
    public const string ConversionType = "conversiontype";
    public const string ProductName = "productname";
    public const string Sku = "sku";
    public const string PaymentType = "paymenttype";
    public const string Margin = "margin";
    public const string TransactionId = "transactionid";
    public const string ConfirmationRef = "confirmationref";

    public static readonly FrozenSet<string> UserAttributes = FrozenSet.ToFrozenSet(
        [
            FirstName, LastName, Mobile, IpAddress, BillingZipCode, FirstNameSha256, LastNameSha256, MobileSha256,
            BillingZipSha256, DateOfBirth, Gender,
        ],
        StringComparer.OrdinalIgnoreCase);

    public static readonly FrozenSet<string> Attributes = FrozenSet.ToFrozenSet(
        [
            Amount, Currency, Quantity, ConversionType, ProductName, Sku, PaymentType, Margin, TransactionId,
            ConfirmationRef,
        ],
        StringComparer.OrdinalIgnoreCase);
}
