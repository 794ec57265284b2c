namespace Rokt.EventApi.Outbox;

/// <summary>Specifies how a withdrawal ended.</summary>
public enum WithdrawResult
{
    /// <summary>There is no such conversion that waits: it was delivered, dead-lettered, withdrawn or erased, or never was.</summary>
    NotFound,

    /// <summary>It was deleted, and is no longer sent.</summary>
    Withdrawn,

    /// <summary>It was left alone: it is in flight, or the instance that delivers did not agree within 10 seconds.</summary>
    InFlight,
}
