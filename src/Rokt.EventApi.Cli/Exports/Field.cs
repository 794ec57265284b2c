namespace Rokt.EventApi.Cli.Exports;

/// <summary>What a column can hold: a field of a conversion, or something that decides what becomes of an order.</summary>
internal enum Field
{
    Email,
    HashedEmail,
    FirstName,
    LastName,
    FullName,
    Mobile,
    IpAddress,
    BillingZipCode,
    DateOfBirth,
    Gender,
    CustomerId,
    ClickId,
    UserAgent,
    Amount,
    Currency,
    Quantity,
    ConversionType,
    ProductName,
    Sku,
    PaymentType,
    Margin,
    TransactionId,
    ConfirmationRef,
    EventTime,

    /// <summary>The time of day beside a date.</summary>
    TimeOfDay,

    /// <summary>The time zone beside a date.</summary>
    TimeZone,

    /// <summary>Identifies the rows of one order.</summary>
    OrderKey,

    /// <summary>Differs between two orders with the same key; empty on further rows.</summary>
    OrderId,

    Status,
    FulfillmentStatus,
    CancelledAt,
    RefundedAmount,
    Mode,

    /// <summary>Whether the row is a sale, or another movement of money.</summary>
    Kind,
    BalanceImpact,
    RefundOf,
    LineStatus,
    ItemCell,
}
