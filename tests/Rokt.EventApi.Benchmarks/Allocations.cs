using System.Globalization;
using Rokt.EventApi.Benchmarks.Sends;
using Rokt.EventApi.Benchmarks.Serialization;
using Rokt.EventApi.Benchmarks.Server;

namespace Rokt.EventApi.Benchmarks;

/// <summary>
/// Prints what one event allocates when it is built, checked and serialized, and what one whole send does: the event and the
/// <see cref="HttpClient"/> included, the server, which is another process, not. Unlike times, these figures can be tested.
/// </summary>
internal static class Allocations
{
    private const int Rounds = 3;
    private const int Count = 3000;

    public static async Task<int> PrintAsync()
    {
        using ServerProcess server = await ServerProcess.StartAsync();
        using EventApiClient client = Senders.Client(server.Address);
        var serialization = new SerializationBenchmarks();
        double serialized = await LeastAsync(() =>
        {
            serialization.Sdk();
            return Task.CompletedTask;
        });
        double sent = await LeastAsync(async () => (await client.SendAsync(Guide.Event())).EnsureAccepted());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{serialized:0} {sent:0}"));
        return 0;
    }

    // The first round warms up, and a round in which the runtime itself allocates does not count.
    private static async Task<double> LeastAsync(Func<Task> actAsync)
    {
        double least = double.MaxValue;
        for (int round = 0; round <= Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < Count; i++)
            {
                await actAsync();
            }

            least = Math.Min(least, (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / Count);
        }

        return least;
    }
}
