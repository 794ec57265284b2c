namespace Rokt.EventApi.Benchmarks.Aot;

/// <summary>How a native program stands.</summary>
internal sealed record NativeStanding(string Name, long Size, double SizeRatio, double Milliseconds, double StartRatio);
