namespace Rokt.EventApi;

/// <summary>Whether an event is a test or the real thing (the guide's <c>environment</c>).</summary>
public enum EventEnvironment
{
    /// <summary>Testing data; sent as <c>development</c>.</summary>
    Development = 1,

    /// <summary>Live data; sent as <c>production</c>.</summary>
    Production = 2,
}
