using System.Globalization;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>Several events of one customer in one call: what each of them costs.</summary>
internal static class BatchMeasurement
{
    private static readonly int[] Sizes = [1, 10, 400];

    public static Task<IReadOnlyList<Standing>> RunAsync(Senders senders, Effort effort) => Rounds.RunAsync(
        [.. Sizes.Select(size => new Contender(size.ToString(CultureInfo.InvariantCulture), () => BatchAsync(senders, size, effort.Round)))],
        effort.Rounds);

    private static async Task<Sample> BatchAsync(Senders senders, int size, TimeSpan duration)
    {
        Sample batches = await Load.ForAsync(duration, concurrency: 1, async () =>
        {
            IReadOnlyList<SendResult> results = await senders.Sdk.SendAsync(Enumerable.Range(0, size).Select(_ => Guide.Event()));
            results[^1].EnsureAccepted();
        });
        return new Sample(batches.PerSecond * size, batches.Bytes / size);
    }
}
