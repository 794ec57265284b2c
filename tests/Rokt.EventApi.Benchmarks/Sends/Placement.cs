namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>
/// Which cores client and server have. To answer one request at a time the system wakes the other process now on the same core,
/// now on another, for seconds on end, and that takes half as long or twice as long; so single sends are measured both ways.
/// </summary>
internal enum Placement
{
    /// <summary>A core each.</summary>
    Apart,

    /// <summary>The same core.</summary>
    Together,
}
