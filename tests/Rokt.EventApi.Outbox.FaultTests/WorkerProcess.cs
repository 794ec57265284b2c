using System.Collections.Concurrent;
using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>An application with an outbox, as a process that can be killed and stopped.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _reading;

    private WorkerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>The references that it said were stored.</summary>
    public IReadOnlyCollection<string> Stored => [.. _lines.Where(line => line.StartsWith("stored ", StringComparison.Ordinal)).Select(line => line[7..])];

    public IEnumerable<string> Lines => _lines;

    public static WorkerProcess Start(string store, Uri address, int enqueue = 0, string rate = "none")
    {
        const string Name = "Rokt.EventApi.Outbox.Worker";
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string program = Path.GetFullPath($"../../../../{Name}/bin/{output.Parent!.Name}/{output.Name}/{Name}.dll", output.FullName);
        return new WorkerProcess(Process.Start(new ProcessStartInfo("dotnet", [program, store, address.AbsoluteUri, rate, $"{enqueue}"])
        {
            RedirectStandardOutput = true,
        })!);
    }

    public Task UntilAsync(string text) => Eventually.TrueAsync(
        () => _lines.Any(line => line.Contains(text, StringComparison.Ordinal)),
        $"the worker says \"{text}\"; it said: {string.Join('\n', _lines.Where(line => !line.StartsWith("stored", StringComparison.Ordinal)).TakeLast(20))}");

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    /// <summary>Asks it to end, and returns how long that took.</summary>
    public async Task<TimeSpan> EndAsync()
    {
        var stopwatch = Stopwatch.StartNew();
        Signal("-TERM");
        await _process.WaitForExitAsync();
        await _reading;
        return stopwatch.Elapsed;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}
