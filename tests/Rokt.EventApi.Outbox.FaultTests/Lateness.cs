using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>
/// How late this process's timers are. Times of other processes are held against what they are on a quiet machine, and this is what a
/// busy one adds to each of their steps.
/// </summary>
internal sealed class Lateness : IDisposable
{
    private const int Steps = 50;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _ended = new();
    private TimeSpan _worst;

    private Lateness() => _ = WatchAsync(_ended.Token);

    /// <summary>Begins to watch.</summary>
    public static Lateness Watch() => new();

    /// <summary>The time, and what a busy machine may add to it.</summary>
    public TimeSpan Allow(TimeSpan time) => time + (Steps * _worst);

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
        }
    }
}
