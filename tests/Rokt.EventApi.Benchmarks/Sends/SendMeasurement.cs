using Rokt.EventApi.Benchmarks.Server;

namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>Whole sends: from the values of an event to the server's response.</summary>
internal static class SendMeasurement
{
    public const string Raw = "raw `HttpClient`, ready bytes";
    public const string Factory = "`IHttpClientFactory` + standard resilience, ready bytes";
    public const string Sdk = "this SDK, everything on";
    public const string Observed = "this SDK, OpenTelemetry listening";

    public static async Task<IReadOnlyList<Standing>> RunAsync(Senders senders, ServerProcess server, SendCase send, Effort effort, IReadOnlyDictionary<string, Func<Task>>? baselines = null)
    {
        using Cores? cores = send.Cores is { } count ? Keep(count, server) : null;
        Contender[] contenders =
        [
            new(Raw, () => Load.ForAsync(effort.Round, send.Concurrency, senders.RawAsync)),
            new(Factory, () => Load.ForAsync(effort.Round, send.Concurrency, senders.FactoryAsync)),
            new(Sdk, () => Load.ForAsync(effort.Round, send.Concurrency, senders.SdkAsync)),
            .. baselines is null
                ? [new Contender(Observed, ObservedAsync)]
                : baselines.Select(baseline => new Contender(baseline.Key, () => Load.ForAsync(effort.Round, send.Concurrency, baseline.Value))),
        ];
        return await Rounds.RunAsync(contenders, effort.Rounds);

        async Task<Sample> ObservedAsync()
        {
            using var listener = new Listener();
            return await Load.ForAsync(effort.Round, send.Concurrency, senders.SdkAsync);
        }
    }

    private static Cores Keep(int count, ServerProcess server) => OperatingSystem.IsLinux()
        ? new Cores(count, server.Id)
        : throw new PlatformNotSupportedException("Single sends are measured on Linux, where taskset puts client and server on their cores.");
}
