using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.Versioning;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>Keeps this process and the server's on their cores until it is disposed.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Cores : IDisposable
{
    private static readonly ulong All = (ulong)Process.GetCurrentProcess().ProcessorAffinity;

    private readonly int _server;

    public Cores(Placement placement, int server)
    {
        _server = server;
        ulong first = 1UL << BitOperations.TrailingZeroCount(All);
        ulong others = All & ~first;
        if (others == 0)
        {
            throw new InvalidOperationException("Client and server cannot have a core each: there is one.");
        }

        Put(Environment.ProcessId, first);
        Put(server, placement == Placement.Together ? first : others);
    }

    public void Dispose()
    {
        Put(Environment.ProcessId, All);
        Put(_server, All);
    }

    // ProcessorAffinity moves the first thread alone.
    private static void Put(int process, ulong cores)
    {
        string[] arguments = ["--all-tasks", "--pid", "0x" + cores.ToString("x", CultureInfo.InvariantCulture), process.ToString(CultureInfo.InvariantCulture)];
        using Process taskset = Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true })!;
        taskset.StandardOutput.ReadToEnd();
        taskset.WaitForExit();
        if (taskset.ExitCode != 0)
        {
            throw new InvalidOperationException("taskset could not move a process; it is part of util-linux.");
        }
    }
}
