using System.Diagnostics;
using System.Globalization;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Measurements;

/// <summary>How many conversions per second <c>rokt send</c> sends with its defaults after its start, for response times from 1 to 500 ms.</summary>
internal static class SendMeasurement
{
    private const int Runs = 3;
    private const int Conversions = 10 * 270;

    // The client begins with a small share of the limit, since others may be using it: see docs/rate-limits.md.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(string program, string[] prefix)
    {
        foreach (int milliseconds in new[] { 1, 60, 100, 200, 500 })
        {
            double worst = double.MaxValue;
            for (int run = 0; run < Runs; run++)
            {
                worst = Math.Min(worst, await RunOnceAsync(program, prefix, TimeSpan.FromMilliseconds(milliseconds)));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"send, {milliseconds} ms per response: {worst:0.0} per second at worst of {Runs}, {worst / 270:0.0 %} of 270"));
        }
    }

    private static async Task<double> RunOnceAsync(string program, string[] prefix, TimeSpan responseTime)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync();
        sandbox.Arm(SandboxFault.Delay(responseTime, times: 10 * Conversions));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rokt-");
        try
        {
            string file = Path.Combine(folder.FullName, "orders.csv");
            await File.WriteAllLinesAsync(file, Enumerable.Range(1, Conversions).Select(row => $"A{row},customer{row}@example.com,10.50,USD").Prepend("order_id,email,amount,currency"));
            var start = new ProcessStartInfo(program, [.. prefix, "send", file, "-e", "development"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true };
            start.Environment["Rokt__ApiKey"] = sandbox.ApiKey;
            start.Environment["Rokt__ApiSecret"] = sandbox.ApiSecret;
            start.Environment["Rokt__BaseAddress"] = sandbox.BaseAddress.AbsoluteUri;
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            DateTimeOffset[] all = [.. sandbox.Requests.Select(request => request.ReceivedAt).Order()];
            DateTimeOffset[] received = [.. all.Where(time => time >= all[0] + Start)];
            return process.ExitCode == 0 && all.Length == Conversions
                ? (received.Length - 1) / (received[^1] - received[0]).TotalSeconds
                : throw new InvalidOperationException(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
