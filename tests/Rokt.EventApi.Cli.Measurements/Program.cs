// How fast the tool starts, checks files and sends, and how much memory that takes: what docs/benchmarks.md says of it.
// dotnet run -c Release --project tests/Rokt.EventApi.Cli.Measurements [-- send | -- check [PATH-OF-A-NATIVE-ROKT]]
using System.Diagnostics;
using System.Globalization;
using Rokt.EventApi.Cli.Measurements;

const int Runs = 5;
string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
string managed = Path.GetFullPath($"../../../../../src/Rokt.EventApi.Cli/bin/{configuration}/net10.0/Rokt.EventApi.Cli.dll", AppContext.BaseDirectory);
if (args is not ["send", ..])
{
    Measure("tool", "dotnet", [managed]);
}

if (args is ["check", string native])
{
    Measure("native", native, []);
}

if (args is not ["check", ..])
{
    await SendMeasurement.RunAsync("dotnet", [managed]);
}

static void Measure(string name, string program, string[] prefix)
{
    double start = Enumerable.Range(0, 20).Select(_ => Run(program, [.. prefix, "--help"]).Elapsed.TotalMilliseconds).Order().ElementAt(10);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: --help {start:0} ms (median of 20)"));
    foreach (int rows in new[] { 1_000_000, 10_000_000 })
    {
        string file = Path.Combine(Path.GetTempPath(), $"rokt-{rows}.csv");
        WriteRows(file, rows);
        try
        {
            (TimeSpan Elapsed, long Memory)[] runs = [.. Enumerable.Range(0, rows > 1_000_000 ? 1 : Runs).Select(_ => Run(program, [.. prefix, "send", file, "--dry-run"]))];
            double best = rows / runs.Min(run => run.Elapsed.TotalSeconds);
            double median = rows / runs.Select(run => run.Elapsed.TotalSeconds).Order().ElementAt(runs.Length / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: --dry-run of {rows:N0} rows with 10 columns: {median:N0} rows/s (median), {best:N0} (best), {runs.Max(run => run.Memory) / 1024 / 1024} MB at most"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}

static void WriteRows(string path, int rows)
{
    using var writer = new StreamWriter(path);
    writer.WriteLine("order_id,email,first_name,last_name,phone,amount,currency,quantity,order_date,product");
    DateTime start = TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-10);
    for (int row = 0; row < rows; row++)
    {
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A{row:00000000},customer{row}@example.com,Ada,North,+1415555{row % 10000:0000},{row % 9000 / 100.0 + 10:0.00},USD,{row % 3 + 1},{start.AddSeconds(row % 100_000):yyyy-MM-ddTHH:mm:ssZ},\"Mug, {row % 50}\""));
    }
}

static (TimeSpan Elapsed, long Memory) Run(string program, string[] arguments)
{
    long start = Stopwatch.GetTimestamp();
    using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
    long memory = 0;
    Task<string> output = process.StandardOutput.ReadToEndAsync();
    while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
    {
        try
        {
            process.Refresh();
            memory = Math.Max(memory, process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            // It has ended since it was looked at.
        }
    }

    TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
    return process.ExitCode == 0 ? (elapsed, memory) : throw new InvalidOperationException(output.Result);
}
