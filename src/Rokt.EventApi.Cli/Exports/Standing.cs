namespace Rokt.EventApi.Cli.Exports;

/// <summary>What an order is, for sending.</summary>
internal enum Standing
{
    Sale,

    /// <summary>A sale that is not paid yet: cash on delivery, on hold, authorized.</summary>
    Unpaid,
    Cancelled,
    Voided,
    Failed,
    Incomplete,
    Refunded,
    Test,

    /// <summary>A refund, a withdrawal, an authorization: a row that is no order.</summary>
    NotASale,
}
