using System.Collections.Concurrent;
using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>An application with an outbox, as a process that can be killed and stopped.</summary>
internal sealed class WorkerProcess : IDisposable
{
    // A host ends within 30 seconds of being asked.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Task _reading;
    private bool _isDisposed;

    private WorkerProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>The references that it said were stored.</summary>
    public IReadOnlyCollection<string> Stored => [.. Said("stored").Select(line => line[7..])];

    /// <summary>What it said of those that could not be stored.</summary>
    public IReadOnlyCollection<string> Refused => [.. Said("refused")];

    /// <summary>How often it has done what it was told to enqueue.</summary>
    public int Enqueued => Said("enqueued").Count();

    /// <summary>What it logged.</summary>
    public IEnumerable<string> Log => _lines.Where(line => !line.StartsWith("stored", StringComparison.Ordinal) && !line.StartsWith("refused", StringComparison.Ordinal));

    public static WorkerProcess Start(string store, Uri address, int enqueue = 0, string rate = "none")
    {
        const string Name = "Rokt.EventApi.Outbox.Worker";
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string program = Path.GetFullPath($"../../../../{Name}/bin/{output.Parent!.Name}/{output.Name}/{Name}.dll", output.FullName);
        var worker = new WorkerProcess(Process.Start(new ProcessStartInfo("dotnet", [program, store, address.AbsoluteUri, rate])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        if (enqueue > 0)
        {
            worker.Enqueue(enqueue);
        }

        return worker;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Has it enqueue so many conversions, eight at a time.</summary>
    public void Enqueue(int count)
    {
        _process.StandardInput.WriteLine($"{count}");
        _process.StandardInput.Flush();
    }

    /// <summary>Has it enqueue so many conversions, and waits until all are stored or refused.</summary>
    public Task EnqueueAsync(int count, int seconds = 180)
    {
        int before = Enqueued;
        Enqueue(count);
        return UntilAsync(() => Enqueued > before, $"{count} are enqueued", seconds);
    }

    public Task<TimeSpan> UntilAsync(Func<bool> holds, string what, int seconds = 180) =>
        Eventually.TrueAsync(holds, () => $"{what}. The worker said: {string.Join('\n', Log.TakeLast(20))}", seconds);

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    /// <summary>Asks it to end, and returns how long that took.</summary>
    public async Task<TimeSpan> EndAsync()
    {
        var stopwatch = Stopwatch.StartNew();
        Signal("-TERM");
        await EndedAsync();
        return stopwatch.Elapsed;
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(LongestEnd);
        await _reading.WaitAsync(LongestEnd);
    }

    private IEnumerable<string> Said(string word) => _lines.Where(line => line.StartsWith(word, StringComparison.Ordinal));

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
