using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>An application with one outbox or several, as a process that can be killed and stopped.</summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>How many it enqueues at a time: those of a process that is killed may be stored without having been acknowledged.</summary>
    public const int Writers = 8;

    // A host ends within 30 seconds of being asked.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly ConcurrentQueue<string>[] _stored;
    private readonly ConcurrentQueue<string> _refused = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _reading;
    private volatile int _done;
    private bool _isDisposed;

    private WorkerProcess(Process process, int outboxes)
    {
        _process = process;
        _stored = [.. Enumerable.Range(0, outboxes).Select(_ => new ConcurrentQueue<string>())];
        _reading = ReadAsync();
    }

    /// <summary>The references that it said were stored in its first outbox.</summary>
    public IReadOnlyCollection<string> Stored => StoredIn(0);

    /// <summary>What it said of those that could not be stored.</summary>
    public IReadOnlyCollection<string> Refused => _refused;

    /// <summary>How much it has done of what it was told.</summary>
    public int Done => _done;

    /// <summary>What it logged.</summary>
    public IEnumerable<string> Log => _log;

    public static WorkerProcess Start(string store, Uri address, int enqueue = 0, string rate = "none", int? maxConcurrency = null)
    {
        WorkerProcess worker = Start([(store, address)], rate, maxConcurrency);
        if (enqueue > 0)
        {
            worker.Enqueue(enqueue);
        }

        return worker;
    }

    public static WorkerProcess Start(IReadOnlyCollection<(string Store, Uri Address)> outboxes, string rate = "none", int? maxConcurrency = null)
    {
        const string Name = "Rokt.EventApi.Outbox.Worker";
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        string program = Path.GetFullPath($"../../../../{Name}/bin/{output.Parent!.Name}/{output.Name}/{Name}.dll", output.FullName);
        string inFlight = maxConcurrency?.ToString(CultureInfo.InvariantCulture) ?? "default";
        IEnumerable<string> arguments = outboxes.SelectMany(outbox => (string[])[outbox.Store, outbox.Address.AbsoluteUri, rate, inFlight]);
        return new WorkerProcess(
            Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!,
            outboxes.Count);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The references that it said were stored in one of its outboxes.</summary>
    public IReadOnlyCollection<string> StoredIn(int outbox) => _stored[outbox];

    /// <summary>Has it enqueue so many conversions in each outbox, eight at a time, with a pause after each in milliseconds.</summary>
    public void Enqueue(int count, int pause = 0) => Tell($"{count} {pause}");

    /// <summary>Has it enqueue so many conversions, and waits until all are stored or refused.</summary>
    public Task EnqueueAsync(int count) => DoAsync($"{count} 0");

    /// <summary>Has it enqueue so many conversions, and only then deliver: however slow the machine is, all are left to be delivered.</summary>
    public async Task EnqueuePausedAsync(int count)
    {
        await PauseAsync();
        await EnqueueAsync(count);
        await ResumeAsync();
    }

    public Task PauseAsync() => DoAsync("pause");

    public Task ResumeAsync() => DoAsync("resume");

    public Task<TimeSpan> UntilAsync(Func<bool> holds, string what, int seconds = 600) =>
        Eventually.TrueAsync(holds, () => Failure(what), seconds);

    /// <summary>Waits until nothing is pending in its store.</summary>
    public Task UntilEmptyAsync(FaultStore store, string what, int seconds = 600) => Eventually.EmptyAsync(store, () => Failure(what), seconds);

    public Task UntilLoggedAsync(string text, string what) => UntilAsync(() => Log.Any(line => line.Contains(text, StringComparison.Ordinal)), what);

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndedAsync();
    }

    /// <summary>Freezes it. What a thread of it does in the kernel ends before: that may be to take a lock.</summary>
    public void Freeze()
    {
        Signal("-STOP");
        while (Directory.EnumerateDirectories($"/proc/{_process.Id}/task").Any(thread => !IsStopped(File.ReadAllText($"{thread}/stat"))))
        {
            Thread.Sleep(1);
        }

        // The state comes after the name, which is in parentheses.
        static bool IsStopped(string stat) => stat[stat.LastIndexOf(')') + 2] == 'T';
    }

    /// <summary>Freezes it while it does not have a file open.</summary>
    public async Task FreezeWithoutAsync(string path)
    {
        for (Freeze(); HasOpen(path); Freeze())
        {
            Thaw();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

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

    private bool HasOpen(string path) =>
        Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Any(file => new FileInfo(file).LinkTarget?.StartsWith(path, StringComparison.Ordinal) == true);

    private async Task EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(LongestEnd);
        await _reading.WaitAsync(LongestEnd);
    }

    private Task<TimeSpan> DoAsync(string what)
    {
        int before = Done;
        Tell(what);
        return UntilAsync(() => Done > before, what);
    }

    private void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    private string Failure(string what) => $"{what}. The worker said: {string.Join('\n', Log.TakeLast(20))}";

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (line)
            {
                case ['s', 't', 'o', 'r', 'e', 'd', ' ', char outbox, ' ', .. string reference]:
                    _stored[outbox - '0'].Enqueue(reference);
                    break;
                case "done":
                    _done++;
                    break;
                default:
                    (line.StartsWith("refused", StringComparison.Ordinal) ? _refused : _log).Enqueue(line);
                    break;
            }
        }
    }
}
