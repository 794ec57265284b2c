namespace Rokt.EventApi.Benchmarks.Loss;

/// <summary>What becomes of a connection that was kept open.</summary>
internal enum ConnectionLoss
{
    /// <summary>It is there.</summary>
    None,

    /// <summary>The other end closes it when the next request comes.</summary>
    Closed,

    /// <summary>The other end resets it when the next request comes.</summary>
    Reset,

    /// <summary>What is sent over it is lost, from just before the next request on.</summary>
    Silent,

    /// <summary>What is sent over it is lost, and it lies idle for 25 s before the next request.</summary>
    SilentWhileIdle,
}
