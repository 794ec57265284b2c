using System.Runtime.InteropServices;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>What was measured on; neither its name nor its paths.</summary>
internal static class Machine
{
    public static string Describe()
    {
        string gc = System.Runtime.GCSettings.IsServerGC ? "server" : "workstation";
        return $"{Processor()}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {gc} garbage collector";
    }

    private static string Processor()
    {
        const string Information = "/proc/cpuinfo";
        string? line = File.Exists(Information)
            ? File.ReadLines(Information).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return line is null ? "unknown processor" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
