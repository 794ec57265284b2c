using System.Diagnostics;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How fast what is stored is delivered, and in how much memory.</summary>
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
        long total = (await outbox.GetStatusAsync()).Pending;
        var memory = new List<double>();
        for (int tenth = 1; server.Accepted - before < total && stopwatch.Elapsed < TimeSpan.FromMinutes(15);)
        {
            await Task.Delay(100);
            if (server.Accepted - before >= total * tenth / 10)
            {
                memory.Add(GC.GetTotalMemory(forceFullCollection: true) / (1024.0 * 1024));
                tenth++;
            }
        }

        return $"{(server.Accepted - start) / stopwatch.Elapsed.TotalSeconds:0}/s over {server.Accepted - start:N0} conversions; memory in use after each tenth: {string.Join(", ", memory.Select(megabytes => $"{megabytes:0.0}"))} MB";
    }

    /// <summary>The same against a server that takes 270 a second, and answers 429 above that.</summary>
    public static async Task<string> AtTheLimitAsync(IOutbox outbox, Sandbox.EventApiSandbox sandbox, int seconds)
    {
        while (sandbox.Requests.Count < 300)
        {
            await Task.Delay(10);
        }

        var stopwatch = Stopwatch.StartNew();
        int start = sandbox.Requests.Count;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        IReadOnlyList<Sandbox.ReceivedRequest> requests = sandbox.Requests;
        double perSecond = (requests.Count - start) / stopwatch.Elapsed.TotalSeconds;
        return $"{perSecond:0.0}/s, {perSecond / 270:0.0%} of 270; {requests.Count(request => request.StatusCode == 429)} of {requests.Count} responses were 429; {(await outbox.GetStatusAsync()).DeadLettered} dead-lettered";
    }
}
