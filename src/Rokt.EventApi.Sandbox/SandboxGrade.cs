namespace Rokt.EventApi.Sandbox;

/// <summary>Specifies how much a <see cref="SandboxFinding"/> weighs.</summary>
public enum SandboxGrade
{
    /// <summary>The API accepts it, but the sender would want to know.</summary>
    Advice,

    /// <summary>
    /// It breaks a rule of the guide, or of what is published about the same endpoint, but nothing says that the API refuses
    /// it: accepted, unless <see cref="EventApiSandboxOptions.Strict"/> is set.
    /// </summary>
    AgainstTheGuide,

    /// <summary>The API refuses it: its guide or a recorded response says so.</summary>
    Refused,
}
