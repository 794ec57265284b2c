namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>How the calls are spread over instances and time.</summary>
internal enum Load
{
    /// <summary>Every instance is called equally often.</summary>
    Even,

    /// <summary>The second instance is called half as often as the first, the third a third as often, and so on.</summary>
    Skewed,

    /// <summary>Every instance is called for 2 of every 4 seconds, twice as often, each at its own time.</summary>
    Bursty,

    /// <summary>Half of the instances are there, the others start one after another; those that are there share the calls.</summary>
    Joining,
}
