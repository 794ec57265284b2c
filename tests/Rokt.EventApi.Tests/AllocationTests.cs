using System.Diagnostics;
using System.Globalization;

namespace Rokt.EventApi.Tests;

/// <summary>
/// What a send allocates; docs/benchmarks.md has the times. It is measured in a process of its own, with optimized code and
/// nothing beside it. <c>.ci/run</c> builds that process; a build for the tests does not.
/// </summary>
public sealed class AllocationTests
{
    [Fact]
    public async Task An_event_costs_at_most_600_bytes_to_build_and_serialize_and_4000_bytes_to_send()
    {
        string folder = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string framework = Path.GetFileName(folder);
        string tests = Path.GetFullPath(Path.Combine(folder, "../../../.."));
        string program = Path.Combine(tests, "Rokt.EventApi.Benchmarks", "bin", "Release", framework, "Rokt.EventApi.Benchmarks.dll");
        Assert.SkipUnless(File.Exists(program), "Build what is measured first: dotnet build -c Release tests/Rokt.EventApi.Benchmarks");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "allocations"])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredCompilation"] = "0" },
        })!;

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        int[] bytes = [.. output.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        Assert.InRange(bytes[0], 1, 600);
        Assert.InRange(bytes[1], 1, 4000);
    }
}
