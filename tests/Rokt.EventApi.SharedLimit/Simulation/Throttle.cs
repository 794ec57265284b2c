namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>How the server counts.</summary>
internal enum Throttle
{
    /// <summary>A bucket that holds a tenth of a second's tokens, and is filled steadily.</summary>
    TokenBucket,

    /// <summary>So many in each second of the clock.</summary>
    FixedWindow,
}
