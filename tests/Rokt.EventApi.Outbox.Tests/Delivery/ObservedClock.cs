using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A clock of the test's that records what is waited for.</summary>
internal sealed class ObservedClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    // Of real time: nothing here waits for it, but a busy machine may be slow.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The waits that began, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        Waits.Enqueue(dueTime);
        return timer;
    }

    /// <summary>Lets the time pass that is waited for, once so many waits have begun.</summary>
    public async Task PassAsync(int waits)
    {
        await UntilAsync(() => Waits.Count >= waits);
        Advance(Waits.ElementAt(waits - 1));
    }

    /// <summary>Waits until something holds that needs no time to pass.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        var patience = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(patience.Elapsed < Patience, "It never came true.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Lets what runs on threads of the pool have its turn, where nothing is to happen.</summary>
    public static async Task SettleAsync()
    {
        for (int i = 0; i < 10; i++)
        {
            await Task.Yield();
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
