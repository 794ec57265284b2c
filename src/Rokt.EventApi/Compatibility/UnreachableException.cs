namespace Rokt.EventApi.Compatibility;

/// <summary>Thrown where the program cannot get to.</summary>
internal sealed class UnreachableException : Exception;
