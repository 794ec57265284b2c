namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>What happens next.</summary>
internal enum StepKind
{
    /// <summary>An instance is called.</summary>
    Call,

    /// <summary>A call asks again to be let through.</summary>
    Admit,

    /// <summary>A permit of an instance is due.</summary>
    Timer,

    /// <summary>A request arrives at the server.</summary>
    Serve,

    /// <summary>Its response arrives at the client.</summary>
    Response,

    /// <summary>The time of a call is over.</summary>
    TimeOut,
}
