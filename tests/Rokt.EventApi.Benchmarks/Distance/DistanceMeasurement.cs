using System.Diagnostics;
using Rokt.EventApi.Benchmarks.Server;

namespace Rokt.EventApi.Benchmarks.Distance;

/// <summary>A stream with default settings, to servers near and far that hold the limit of an account.</summary>
internal static class DistanceMeasurement
{
    private static readonly int[] ResponseTimes = [1, 60, 100, 200, 500];

    public static async Task<IReadOnlyList<DistanceStanding>> RunAsync(Uri server, Effort effort)
    {
        var standings = new List<DistanceStanding>();
        foreach (int milliseconds in ResponseTimes)
        {
            // So that the account has its whole limit again.
            await Task.Delay(TimeSpan.FromSeconds(1));
            standings.Add(await StreamAsync(server, TimeSpan.FromMilliseconds(milliseconds), effort));
        }

        return standings;
    }

    private static async Task<DistanceStanding> StreamAsync(Uri server, TimeSpan responseTime, Effort effort)
    {
        using var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Environment = EventEnvironment.Development,
            BaseAddress = AcceptingServer.Distant(server, responseTime),
        });
        long start = Stopwatch.GetTimestamp();
        long? foundAt = null;
        long memory = 0;
        int count = 0;
        int repeated = 0;
        await foreach ((ConversionEvent _, SendResult result) in client.SendStreamAsync(EventsAsync(() => Stopwatch.GetElapsedTime(start) < effort.Finding + effort.Holding)))
        {
            result.EnsureAccepted();
            repeated += result.Attempts > 1 ? 1 : 0;
            if (foundAt is not null)
            {
                count++;
            }
            else if (Stopwatch.GetElapsedTime(start) >= effort.Finding)
            {
                memory = GC.GetTotalMemory(forceFullCollection: true);
                foundAt = Stopwatch.GetTimestamp();
            }
        }

        double seconds = Stopwatch.GetElapsedTime(foundAt!.Value).TotalSeconds;
        return new DistanceStanding(responseTime, count / seconds, repeated, (double)GC.GetTotalMemory(forceFullCollection: true) / memory);
    }

#pragma warning disable CS1998 // A source that never waits.
    private static async IAsyncEnumerable<ConversionEvent> EventsAsync(Func<bool> isRunning)
    {
        while (isRunning())
        {
            yield return Guide.Event();
        }
    }
#pragma warning restore CS1998
}
