namespace Rokt.EventApi.Sandbox.Faults;

/// <summary>A fault, and for how many more requests; a fault for a share of all has no end.</summary>
internal sealed record ArmedFault(SandboxFault Fault, int Left);
