using System.Diagnostics;

namespace Rokt.EventApi.Benchmarks.Loss;

/// <summary>Sends over connections that were kept open and are lost, with the client's own handler and with the framework's.</summary>
internal static class LossMeasurement
{
    private const string Own = "the client's own";

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(25);

    public static async Task<IReadOnlyList<LossStanding>> RunAsync(Effort effort)
    {
        var standings = new List<LossStanding>();
        foreach (ConnectionLoss loss in Enum.GetValues<ConnectionLoss>())
        {
            int sends = loss is ConnectionLoss.Silent or ConnectionLoss.SilentWhileIdle ? 3 : effort.IsQuick ? 20 : 200;
            standings.Add(await MeasureAsync(loss, Own, null, sends));
            using var handler = new SocketsHttpHandler();
            standings.Add(await MeasureAsync(loss, "SocketsHttpHandler with default settings", handler, sends));
        }

        return standings;
    }

    private static async Task<LossStanding> MeasureAsync(ConnectionLoss loss, string name, SocketsHttpHandler? handler, int sends)
    {
        using var server = new LossyServer(loss);
        using var client = new EventApiClient(
            new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Environment = EventEnvironment.Development, BaseAddress = server.Address },
            handler: handler);
        var times = new List<TimeSpan>();
        int attempts = 0;
        for (int send = 0; send < sends; send++)
        {
            // The next request of each connection meets the loss; the one that opens it does not.
            (await client.SendAsync(Guide.Event())).EnsureAccepted();
            if (loss is ConnectionLoss.Silent or ConnectionLoss.SilentWhileIdle)
            {
                server.Silence();
                await Task.Delay(loss == ConnectionLoss.SilentWhileIdle ? Idle : TimeSpan.Zero);
            }

            long start = Stopwatch.GetTimestamp();
            SendResult result = await client.SendAsync(Guide.Event());
            times.Add(Stopwatch.GetElapsedTime(start));
            result.EnsureAccepted();
            attempts = Math.Max(attempts, result.Attempts);
        }

        times.Sort();
        return new LossStanding(loss, name, times[times.Count / 2], times[^1], attempts);
    }
}
