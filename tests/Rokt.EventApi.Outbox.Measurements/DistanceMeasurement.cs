using Rokt.EventApi.Outbox.FaultTests;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>
/// How much of the API's limit is used, however far away the server is. One store after the other, its distances at once. It is counted
/// where requests leave: on their way to the server, some catch up with others.
/// </summary>
internal static class DistanceMeasurement
{
    private const int Limit = 270;

    // In which it finds out how far away the server is.
    private const int FirstSeconds = 3;

    private static readonly int[] Milliseconds = [0, 100, 200, 500];

    public static async Task RunAsync(PostgresServer postgres, MariaDbServer mariaDb, Effort effort, Report report)
    {
        foreach (StoreKind kind in Enum.GetValues<StoreKind>())
        {
            (int Milliseconds, double Share, int MostPerSecond)[] results = await Task.WhenAll(
                Milliseconds.Select(async milliseconds => await MeasureAsync(await FaultStore.CreateAsync(kind, postgres, mariaDb, isPooled: true), milliseconds, effort.Seconds)));
            foreach ((int milliseconds, double share, int most) in results)
            {
                report.Add(
                    kind, $"delivering at {Limit} per second, responses after {milliseconds} ms", $"97 %, never above {Limit}", $"{share:0.0 %}, at most {most} in a second",
                    share >= 0.97 && most <= Limit);
            }
        }
    }

    private static async Task<(int Milliseconds, double Share, int MostPerSecond)> MeasureAsync(FaultStore store, int milliseconds, int seconds)
    {
        using (store)
        {
            await using AcceptingServer server = await AcceptingServer.StartAsync(TimeSpan.FromMilliseconds(milliseconds));

            // It creates the file's tables.
            await (await Subject.StartAsync((services, configure) => store.Register(services, configure), null)).DisposeAsync();
            Backlogs.Fill(store, Limit * (FirstSeconds + seconds + 5));
            await using Subject subject = await Subject.StartAsync((services, configure) => store.Register(services, configure), server.Address, Limit);
            while (server.Accepted == 0)
            {
                await Task.Delay(10);
            }

            await Task.Delay(TimeSpan.FromSeconds(FirstSeconds + seconds));
            TimeSpan[] departures = [.. subject.Departures.Order()];
            TimeSpan from = departures[0] + TimeSpan.FromSeconds(FirstSeconds);
            int count = departures.Count(at => at >= from && at < from + TimeSpan.FromSeconds(seconds));
            int last = 0;
            int most = 0;
            for (int first = 0; first < departures.Length; first++)
            {
                while (last < departures.Length && departures[last] - departures[first] < TimeSpan.FromSeconds(1))
                {
                    last++;
                }

                most = Math.Max(most, last - first);
            }

            return (milliseconds, (double)count / (Limit * seconds), most);
        }
    }
}
