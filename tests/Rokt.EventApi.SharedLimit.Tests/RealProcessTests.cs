using System.Globalization;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.SharedLimit.Tests;

/// <summary>Real clients in processes of their own, over real HTTP, against a server that counts.</summary>
public sealed class RealProcessTests(ITestOutputHelper output)
{
    private static readonly int Limit = EventApiLimits.BatchesPerSecond;
    private const int Processes = 4;
    private const int Settling = 10;
    private const int Counted = 30;

    [Fact]
    public async Task Four_processes_use_the_limit_and_meet_few_429s()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(
            new EventApiSandboxOptions { BatchesPerSecond = Limit, MaxRequestsKept = 100_000 }, cancellation);
        var received = new Dictionary<int, ReceivedRequest>();
        (double idleBefore, double allBefore) = ReadProcessorTime();
        InstanceProcess[] instances = [.. Enumerable.Range(0, Processes).Select(_ => InstanceProcess.Start(sandbox.BaseAddress, Limit, Settling + Counted + 3))];
        try
        {
            await sandbox.WaitForRequestsAsync(1, cancellation);
            Task<int[]> ended = Task.WhenAll(instances.Select(instance => instance.EndAsync(cancellation)));
            while (!ended.IsCompleted)
            {
                // The sandbox keeps as many as fit into its memory: they are collected as they come.
                await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(2), cancellation));
                Collect();
            }

            Assert.All(await ended, code => Assert.Equal(0, code));
        }
        finally
        {
            Array.ForEach(instances, instance => instance.Dispose());
        }

        // Where no processor was ever free, other work kept real processes from sending in time.
        (double idleAfter, double allAfter) = ReadProcessorTime();
        double idle = allAfter > allBefore ? (idleAfter - idleBefore) / (allAfter - allBefore) : 1;

        DateTimeOffset from = received[1].ReceivedAt.AddSeconds(Settling);
        var counted = received.Values.Where(request => request.ReceivedAt >= from && request.ReceivedAt < from.AddSeconds(Counted)).ToList();
        int accepted = counted.Count(request => request.StatusCode == 202);
        int throttled = counted.Count(request => request.StatusCode == 429);
        output.WriteLine($"{100.0 * accepted / (Limit * Counted):0.0} % of the limit, {100.0 * throttled / counted.Count:0.0} % 429s, {received.Count} requests in all, {100 * idle:0} % of the processors' time free.");
        (double least, double most429s) = idle < 0.1 ? (0.9, 0.05) : (0.97, 0.02);
        Assert.InRange(accepted, least * Limit * Counted, 1.03 * Limit * Counted);
        Assert.InRange(throttled, 0, most429s * counted.Count);

        void Collect()
        {
            foreach (ReceivedRequest request in sandbox.Requests)
            {
                received[request.Number] = request;
            }
        }
    }

    /// <summary>Reads how much time the processors have spent idle, and in all; nothing where the system does not say.</summary>
    private static (double Idle, double All) ReadProcessorTime()
    {
        const string File = "/proc/stat";
        const int Idle = 3;
        if (!System.IO.File.Exists(File))
        {
            return (0, 0);
        }

        double[] times = [.. System.IO.File.ReadLines(File).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
        return (times[Idle], times.Sum());
    }
}
