using System.Diagnostics;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>Sends again and again from several loops at once.</summary>
internal static class Load
{
    public static async Task<Sample> ForAsync(TimeSpan duration, int concurrency, Func<Task> sendAsync)
    {
        long end = Stopwatch.GetTimestamp() + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        return await MeasureAsync(concurrency, sendAsync, () => Stopwatch.GetTimestamp() < end);
    }

    public static async Task<Sample> OfAsync(int sends, int concurrency, Func<Task> sendAsync)
    {
        int left = sends;
        return await MeasureAsync(concurrency, sendAsync, () => Interlocked.Decrement(ref left) >= 0);
    }

    private static async Task<Sample> MeasureAsync(int concurrency, Func<Task> sendAsync, Func<bool> isRunning)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(async () =>
        {
            int count = 0;
            while (isRunning())
            {
                await sendAsync();
                count++;
            }

            return count;
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Sample(counts.Sum() / seconds, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / counts.Sum());
    }
}
