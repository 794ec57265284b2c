namespace Rokt.EventApi;

/// <summary>Specifies whether an event is a test or live data (the guide's <c>environment</c>).</summary>
public enum EventEnvironment
{
    /// <summary>Testing data; sent as <c>development</c>.</summary>
    Development = 1,

    /// <summary>Live data; sent as <c>production</c>.</summary>
    Production = 2,
}
