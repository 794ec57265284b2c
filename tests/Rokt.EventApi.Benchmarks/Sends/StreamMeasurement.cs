using System.Diagnostics;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>A long stream: how fast, and how much it holds in memory.</summary>
internal static class StreamMeasurement
{
    public const int Concurrency = 16;
    public const string Sdk = "`SendStreamAsync`";

    private const int Points = 10;

    public static Task<IReadOnlyList<Standing>> TimeAsync(Senders senders, Effort effort)
    {
        Contender[] contenders =
        [
            new(SendMeasurement.Raw, () => Load.OfAsync(effort.Streamed, Concurrency, senders.RawAsync)),
            new(Sdk, () => StreamAsync(senders.Sdk, effort.Streamed)),
        ];
        return Rounds.RunAsync(contenders, effort.Rounds);
    }

    /// <summary>The bytes that are alive after each tenth of the stream, garbage aside.</summary>
    public static async Task<IReadOnlyList<(int Events, long Bytes)>> MemoryAsync(Senders senders, Effort effort)
    {
        var points = new List<(int, long)>();
        int count = 0;
        await foreach (StreamedResult _ in senders.Sdk.SendStreamAsync(EventsAsync(effort.Streamed), Concurrency))
        {
            if (++count % (effort.Streamed / Points) == 0)
            {
                points.Add((count, GC.GetTotalMemory(forceFullCollection: true)));
            }
        }

        return points;
    }

    private static async Task<Sample> StreamAsync(EventApiClient client, int events)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        await foreach ((ConversionEvent _, SendResult result) in client.SendStreamAsync(EventsAsync(events), Concurrency))
        {
            result.EnsureAccepted();
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Sample(events / seconds, (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / events);
    }

#pragma warning disable CS1998 // A source that never waits: the stream is as fast as the client.
    private static async IAsyncEnumerable<ConversionEvent> EventsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Guide.Event();
        }
    }
#pragma warning restore CS1998
}
