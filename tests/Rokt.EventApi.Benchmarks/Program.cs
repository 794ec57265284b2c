// Measures the SDK and writes docs/benchmarks.md: dotnet run -c Release --project tests/Rokt.EventApi.Benchmarks
//   --quick                      takes two minutes; its numbers mean little, and it writes to artifacts/benchmarks instead
//   distance                     measures only streams to servers near and far
//   loss                         measures only what a lost connection costs, as docs/network.md says; as root, for it drops packets
//   click-id                     measures only what UseRoktClickId adds to a request
//   compare path/to/checkout...  compares whole sends with those of other checkouts, whose benchmarks were built
using Rokt.EventApi.Benchmarks;
using Rokt.EventApi.Benchmarks.Aot;
using Rokt.EventApi.Benchmarks.ClickId;
using Rokt.EventApi.Benchmarks.Comparison;
using Rokt.EventApi.Benchmarks.Distance;
using Rokt.EventApi.Benchmarks.Loss;
using Rokt.EventApi.Benchmarks.Report;
using Rokt.EventApi.Benchmarks.Sends;
using Rokt.EventApi.Benchmarks.Serialization;
using Rokt.EventApi.Benchmarks.Server;

if (args is ["server"])
{
    return await AcceptingServer.RunAsync();
}

if (args is ["allocations"])
{
    return await Allocations.PrintAsync();
}

Effort effort = args.Contains("--quick") ? Effort.Quick : Effort.Full;
if (args is ["compare", ..])
{
    return await SdkComparison.RunAsync(args.Skip(1).Where(argument => argument != "--quick"), effort);
}

if (args is ["distance", ..])
{
    using ServerProcess distant = await ServerProcess.StartAsync();
    Report("Distance", await DistanceMeasurement.RunAsync(distant.Address, effort));
    return 0;
}

if (args is ["loss", ..])
{
    Report("Lost connections", await LossMeasurement.RunAsync(effort));
    return 0;
}

string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "Rokt.EventApi.sln")))
{
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run it in the repository.");
}

string artifacts = Path.Combine(root, "artifacts", "benchmarks");
if (args is ["click-id", ..])
{
    Report("Click id", ClickIdMeasurement.Run(effort, artifacts));
    return 0;
}

IReadOnlyList<Standing> serialization = Report("Build, validate, serialize", SerializationMeasurement.Run(effort, artifacts));
IReadOnlyList<Standing> clickId = Report("Click id", ClickIdMeasurement.Run(effort, artifacts));
using ServerProcess server = await ServerProcess.StartAsync();
using var senders = new Senders(server.Address);
var sends = new List<(SendCase, IReadOnlyList<Standing>)>();
foreach (SendCase send in SendCase.All)
{
    sends.Add((send, Report($"Whole sends, concurrency {send.Name}", await SendMeasurement.RunAsync(senders, server, send, effort))));
}

var results = new Results
{
    Serialization = serialization,
    ClickId = clickId,
    Sends = sends,
    Stream = Report("Stream", await StreamMeasurement.TimeAsync(senders, effort)),
    StreamMemory = Report("Stream's memory", await StreamMeasurement.MemoryAsync(senders, effort)),
    Distance = Report("Distance", await DistanceMeasurement.RunAsync(server.Address, effort)),
    Batches = Report("Batches", await BatchMeasurement.RunAsync(senders, effort)),
    Aot = Report("Native programs", await AotMeasurement.RunAsync(server.Address, effort, root, artifacts)),
};
var folder = new DirectoryInfo(effort.IsQuick ? artifacts : Path.Combine(root, "docs"));
new Document(results, folder).Save();
foreach (Goal goal in Goals.Check(results))
{
    Console.WriteLine($"{(goal.IsReachedBy(goal.Value) ? "reached" : "MISSED ")} {goal.What}: {goal.Format(goal.Value)} ({goal.Must})");
}

return 0;

static IReadOnlyList<T> Report<T>(string title, IReadOnlyList<T> rows)
{
    Console.WriteLine(title);
    foreach (T row in rows)
    {
        Console.WriteLine($"- {row}");
    }

    return rows;
}
