using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.Versioning;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>Keeps this process and the server's on one core, or on one each, until it is disposed. Needs Linux, taskset and two cores.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Cores : IDisposable
{
    private static readonly ulong All = (ulong)Process.GetCurrentProcess().ProcessorAffinity;

    private readonly int _server;

    public Cores(int count, int server)
    {
        _server = server;
        ulong first = Lowest(All);
        ulong second = Lowest(All & ~first);
        if (second == 0)
        {
            throw new InvalidOperationException("Client and server cannot have a core each: there is one.");
        }

        Put(Environment.ProcessId, first);
        Put(server, count == 1 ? first : second);
    }

    public void Dispose()
    {
        Put(Environment.ProcessId, All);
        Put(_server, All);
    }

    private static ulong Lowest(ulong cores) => cores == 0 ? 0 : 1UL << BitOperations.TrailingZeroCount(cores);

    // ProcessorAffinity moves the first thread alone. A thread may end while taskset goes through them: then once more.
    private static void Put(int process, ulong cores)
    {
        if (!TryPut(process, cores) && !TryPut(process, cores))
        {
            throw new InvalidOperationException("taskset could not put a process on its cores.");
        }
    }

    private static bool TryPut(int process, ulong cores)
    {
        string[] arguments = ["--all-tasks", "--pid", "0x" + cores.ToString("x", CultureInfo.InvariantCulture), process.ToString(CultureInfo.InvariantCulture)];
        using Process taskset = Process.Start(new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true })!;
        taskset.StandardOutput.ReadToEnd();
        taskset.WaitForExit();
        return taskset.ExitCode == 0;
    }
}
