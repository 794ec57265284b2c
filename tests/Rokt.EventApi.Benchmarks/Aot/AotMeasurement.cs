namespace Rokt.EventApi.Benchmarks.Aot;

/// <summary>The size of a native program, and the time from its start to its first 202.</summary>
internal static class AotMeasurement
{
    public static async Task<IReadOnlyList<NativeStanding>> RunAsync(Uri server, Effort effort, string root, string artifacts)
    {
        NativeProgram raw = await NativeProgram.PublishAsync("Rokt.EventApi.AotRaw", root, artifacts);
        NativeProgram sdk = await NativeProgram.PublishAsync("Rokt.EventApi.AotSdk", root, artifacts);
        await raw.StartAsync(server);
        await sdk.StartAsync(server);
        var rawTimes = new double[effort.Starts];
        var sdkTimes = new double[effort.Starts];
        for (int i = 0; i < effort.Starts; i++)
        {
            if (i % 2 == 0)
            {
                rawTimes[i] = (await raw.StartAsync(server)).TotalMilliseconds;
                sdkTimes[i] = (await sdk.StartAsync(server)).TotalMilliseconds;
            }
            else
            {
                sdkTimes[i] = (await sdk.StartAsync(server)).TotalMilliseconds;
                rawTimes[i] = (await raw.StartAsync(server)).TotalMilliseconds;
            }
        }

        return
        [
            new("raw `HttpClient`", raw.Size, 1, Sample.Median(rawTimes), 1),
            new("this SDK", sdk.Size, (double)sdk.Size / raw.Size, Sample.Median(sdkTimes), Sample.Median(sdkTimes.Zip(rawTimes, (mine, theirs) => mine / theirs))),
        ];
    }
}
