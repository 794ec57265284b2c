using System.Diagnostics;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>Waits for what other processes do; their clocks are real.</summary>
internal static class Eventually
{
    public static async Task<TimeSpan> TrueAsync(Func<bool> holds, string what, int seconds = 60)
    {
        var stopwatch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(stopwatch.Elapsed < TimeSpan.FromSeconds(seconds), $"It never came true: {what}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return stopwatch.Elapsed;
    }
}
