using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Waits for what other processes do; their clocks are real.</summary>
internal static class Eventually
{
    public static Task<TimeSpan> TrueAsync(Func<bool> holds, string what, int seconds = 180) => TrueAsync(holds, () => what, seconds);

    public static async Task<TimeSpan> TrueAsync(Func<bool> holds, Func<string> what, int seconds)
    {
        var stopwatch = Stopwatch.StartNew();
        while (!holds())
        {
            if (stopwatch.Elapsed > TimeSpan.FromSeconds(seconds))
            {
                Assert.Fail($"It never came true: {what()}");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return stopwatch.Elapsed;
    }
}
