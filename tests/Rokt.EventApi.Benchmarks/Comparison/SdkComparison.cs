using System.Globalization;
using Rokt.EventApi.Benchmarks.Sends;
using Rokt.EventApi.Benchmarks.Server;

namespace Rokt.EventApi.Benchmarks.Comparison;

/// <summary>Compares whole sends with those of other checkouts, whose benchmarks were built: all in this process, in the same rounds.</summary>
internal static class SdkComparison
{
    public static async Task<int> RunAsync(IEnumerable<string> checkouts, Effort effort)
    {
        using ServerProcess server = await ServerProcess.StartAsync();
        using var senders = new Senders(server.Address);
        Dictionary<string, Func<Task>> baselines = checkouts.ToDictionary(checkout => checkout, checkout => SendAsync(checkout, server.Address));
        Console.WriteLine("| whole send / raw | factory + standard resilience | this | bytes | compared with | its ratio | this - it | its bytes |");
        Console.WriteLine("| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |");
        foreach (SendCase send in SendCase.All)
        {
            IReadOnlyList<Standing> standings = await SendMeasurement.RunAsync(senders, server, send, effort, baselines);
            Standing factory = standings.Single(standing => standing.Name == SendMeasurement.Factory);
            Standing sdk = standings.Single(standing => standing.Name == SendMeasurement.Sdk);
            foreach (Standing baseline in standings.Where(standing => baselines.ContainsKey(standing.Name)))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {send.Name} | {factory.Ratio:0.000} | {sdk.Ratio:0.000} | {sdk.Bytes:N0} | {baseline.Name} | {baseline.Ratio:0.000} | {sdk.Ratio - baseline.Ratio:+0.000;-0.000} | {baseline.Bytes:N0} |"));
            }
        }

        return 0;
    }

    private static Func<Task> SendAsync(string checkout, Uri server)
    {
        string framework = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        string program = Path.GetFullPath(Path.Combine(checkout, "tests/Rokt.EventApi.Benchmarks/bin/Release", framework, "Rokt.EventApi.Benchmarks.dll"));
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"Build it first: dotnet build -c Release {checkout}/tests/Rokt.EventApi.Benchmarks");
        }

        Type type = new BaselineContext(program).LoadFromAssemblyPath(program).GetType(typeof(Senders).FullName!, throwOnError: true)!;
        object senders = Activator.CreateInstance(type, server)!;
        return type.GetMethod(nameof(Senders.SdkAsync))!.CreateDelegate<Func<Task>>(senders);
    }
}
