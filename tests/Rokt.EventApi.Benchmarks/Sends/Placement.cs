namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>
/// Which cores client and server have. With one request at a time the system keeps both on one core for seconds on end, then on
/// two, where a round trip takes nearly twice as long; so single sends are measured both ways.
/// </summary>
internal enum Placement
{
    /// <summary>A core each.</summary>
    Apart,

    /// <summary>The same core.</summary>
    Together,
}
