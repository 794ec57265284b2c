using System.Diagnostics;
using System.Globalization;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>
/// How late this machine is. Times of other processes are held against what they are on a quiet machine; a busy one adds to each of their
/// steps how late this process's timers are, and makes each as many times longer as there are threads that want a processor.
/// </summary>
internal sealed class Lateness : IDisposable
{
    private const int Steps = 50;
    private const string LoadFile = "/proc/loadavg";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ended = new();
    private TimeSpan _worst;
    private double _load = 1;

    private Lateness() => _ = WatchAsync(_ended.Token);

    /// <summary>How many threads want each processor now, over the last minute, as far as this system says; at least 1, and at most 10.</summary>
    private static double Load => File.Exists(LoadFile)
        ? Math.Clamp(double.Parse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture) / Environment.ProcessorCount, 1, 10)
        : 1;

    /// <summary>Begins to watch.</summary>
    public static Lateness Watch() => new();

    /// <summary>The time, and what a busy machine may add to it.</summary>
    public TimeSpan Allow(TimeSpan time) => (time * Math.Max(_load, Load)) + (Steps * _worst);

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            long at = Stopwatch.GetTimestamp();
            await Task.Delay(Period, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TimeSpan late = Stopwatch.GetElapsedTime(at) - Period;
            _worst = late > _worst ? late : _worst;
            _load = Math.Max(_load, Load);
        }
    }
}
