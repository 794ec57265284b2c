namespace Rokt.EventApi.Benchmarks.Sends;

/// <summary>Whole sends: from the values of an event to the server's answer.</summary>
internal static class SendMeasurement
{
    public const string Raw = "raw `HttpClient`, ready bytes";
    public const string Factory = "`IHttpClientFactory` + standard resilience, ready bytes";
    public const string Sdk = "this SDK, everything on";
    public const string Observed = "this SDK, OpenTelemetry listening";

    public static Task<IReadOnlyList<Standing>> RunAsync(Senders senders, int concurrency, Effort effort)
    {
        Contender[] contenders =
        [
            new(Raw, () => Load.ForAsync(effort.Round, concurrency, senders.RawAsync)),
            new(Factory, () => Load.ForAsync(effort.Round, concurrency, senders.FactoryAsync)),
            new(Sdk, () => Load.ForAsync(effort.Round, concurrency, senders.SdkAsync)),
            new(Observed, ObservedAsync),
        ];
        return Rounds.RunAsync(contenders, effort.Rounds);

        async Task<Sample> ObservedAsync()
        {
            using var listener = new Listener();
            return await Load.ForAsync(effort.Round, concurrency, senders.SdkAsync);
        }
    }
}
