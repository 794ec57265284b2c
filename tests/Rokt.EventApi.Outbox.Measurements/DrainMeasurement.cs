using System.Diagnostics;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How fast what is stored is delivered.</summary>
internal static class DrainMeasurement
{
    public static async Task<string> RunAsync(IOutbox outbox, AcceptingServer server, long before)
    {
        while (server.Accepted == before)
        {
            await Task.Delay(10);
        }

        var stopwatch = Stopwatch.StartNew();
        long start = server.Accepted;
        while ((await outbox.GetStatusAsync()).Pending > 0 && stopwatch.Elapsed < TimeSpan.FromMinutes(2))
        {
            await Task.Delay(500);
        }

        return $"{(server.Accepted - start) / stopwatch.Elapsed.TotalSeconds:0}/s over {server.Accepted - start} conversions";
    }
}
