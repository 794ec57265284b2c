namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>When a fault happens.</summary>
public enum Moment
{
    /// <summary>All is delivered.</summary>
    Idle,

    /// <summary>Much waits, and each send takes no time.</summary>
    Draining,

    /// <summary>Much waits, and each send takes a while, so that several are in flight.</summary>
    InFlight,
}
