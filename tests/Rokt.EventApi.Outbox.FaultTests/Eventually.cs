using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Waits for what other processes do; their clocks are real.</summary>
internal static class Eventually
{
    // Often enough for what this process knows; not too often for what a database has to be asked for.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StorePoll = TimeSpan.FromMilliseconds(250);

    public static Task<TimeSpan> TrueAsync(Func<bool> holds, Func<string> what, int seconds = 600) => TrueAsync(holds, what, seconds, Poll);

    /// <summary>Waits until nothing is pending in a store.</summary>
    public static Task<TimeSpan> EmptyAsync(FaultStore store, Func<string> what, int seconds = 600) =>
        TrueAsync(() => store.CountPending() == 0, what, seconds, StorePoll);

    private static async Task<TimeSpan> TrueAsync(Func<bool> holds, Func<string> what, int seconds, TimeSpan poll)
    {
        var stopwatch = Stopwatch.StartNew();
        while (!holds())
        {
            if (stopwatch.Elapsed > TimeSpan.FromSeconds(seconds))
            {
                Assert.Fail($"It never came true: {what()}");
            }

            await Task.Delay(poll, TestContext.Current.CancellationToken);
        }

        return stopwatch.Elapsed;
    }
}
