using Rokt.EventApi.Benchmarks.Sends;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>What the SDK has set itself.</summary>
internal static class Goals
{
    public const double SerializationTime = 1.5;
    public const double SerializationBytes = 600;
    public const double SendBytes = 4000;
    public const double StreamRate = 0.85;
    public const double LimitShare = 0.97;
    public const double Aot = 1.5;

    // Microseconds per request without a click id.
    private const double ClickIdTime = 2;

    // What the last tenth of a stream holds, against the first.
    private const double Flat = 1.1;

    public static IReadOnlyList<Goal> Check(Results results)
    {
        Standing serialization = results.Serialization[^1];
        double growth = (double)results.StreamMemory[^1].Bytes / results.StreamMemory[0].Bytes;
        double batchGrowth = results.Batches.Skip(1).Max(batch => 1 / batch.Ratio);
        return
        [
            AtMost("build, validate, serialize: time against the floor", serialization.Ratio, SerializationTime),
            AtMost("build, validate, serialize: bytes, the event object included", serialization.Bytes, SerializationBytes, "N0"),
            .. results.Sends.Where(send => send.Case.Least > 0).Select(send => AtLeast(
                $"whole send, concurrency {send.Case.Name}: sends per second against raw", Sdk(send.Standings).Ratio, send.Case.Least)),
            AtMost("whole send: bytes", results.Sends.Max(send => Sdk(send.Standings).Bytes), SendBytes, "N0"),
            AtLeast("stream, concurrency 16: events per second against raw", results.Stream[^1].Ratio, StreamRate),
            AtMost("stream: memory in use at its end against its first tenth", growth, Flat),
            AtLeast("stream at 1 to 500 ms: least share of the limit", results.Distance.Min(row => row.Share), LimitShare),
            AtMost("stream at 1 to 500 ms: events that met a 429", results.Distance.Sum(row => row.Repeated), 0, "N0"),
            AtMost("stream at 1 to 500 ms: most memory in use at its end against when the rate was found", results.Distance.Max(row => row.Growth), Flat),
            AtMost("batch of 10 or 400: time per event against a batch of one", batchGrowth, 1),
            AtMost("native program: size against raw", results.Aot[^1].SizeRatio, Aot),
            AtMost("click id: microseconds added to a request without one", results.ClickId.Skip(1).Max(row => 1e6 / row.PerSecond) - (1e6 / results.ClickId[0].PerSecond), ClickIdTime),
            AtMost("click id: bytes added to a request without one", results.ClickId.Skip(1).Max(row => row.Bytes), 0, "N0"),
            AtMost("native program: start to first 202 against raw", results.Aot[^1].StartRatio, Aot),
        ];
    }

    private static Standing Sdk(IReadOnlyList<Standing> standings) => standings.Single(standing => standing.Name == SendMeasurement.Sdk);

    private static Goal AtMost(string what, double measured, double most, string format = "0.00") => new(what, measured, most, IsUpper: true, format);

    private static Goal AtLeast(string what, double measured, double least) => new(what, measured, least, IsUpper: false, "0.000");
}
