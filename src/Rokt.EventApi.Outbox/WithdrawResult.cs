namespace Rokt.EventApi.Outbox;

/// <summary>How a withdrawal ended.</summary>
public enum WithdrawResult
{
    /// <summary>There is no such conversion that waits: it was delivered, dead-lettered, withdrawn or erased, or never was.</summary>
    NotFound,

    /// <summary>It was deleted, and is not delivered.</summary>
    Withdrawn,

    /// <summary>It was left alone: it is in flight, or due while another instance delivers, which may be sending it.</summary>
    InFlight,
}
