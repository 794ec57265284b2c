using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Rokt.EventApi.Analyzers.Results;

namespace Rokt.EventApi.Analyzers.Tests;

/// <summary>ROKT001 in the compiler of the SDK, which takes overloads of spans that the compiler of the other tests does not know.</summary>
public sealed partial class SdkCompilerTests
{
    [Fact]
    public async Task Sends_in_spans_and_collection_expressions_are_looked_at()
    {
        (string Statement, bool IsReported)[] cases =
        [
            ("await Task.WhenAll(c.SendAsync(e), c.SendAsync(e));", true),
            ("await Task.WhenAll(o.EnqueueAsync(e), c.SendAsync(e));", true),
            ("await Task.WhenAll([c.SendAsync(e), c.SendAsync(e)]);", true),
            ("await Task.WhenAll((IEnumerable<Task<SendResult>>)[c.SendAsync(e)]);", true),
            ("await Task.WhenAny(c.SendAsync(e), c.SendAsync(e), c.SendAsync(e));", true),
            ("Task.WaitAll(c.SendAsync(e), c.SendAsync(e));", true),
            ("foreach (SendResult result in await Task.WhenAll(c.SendAsync(e), c.SendAsync(e))) { result.EnsureAccepted(); }", false),
            ("Task<SendResult> sent = c.SendAsync(e); await Task.WhenAll(sent, sent); sent.Result.EnsureAccepted();", false),
            ("await Task.WhenAll(o.EnqueueAsync(e), o.EnqueueAsync(e));", false),
        ];
        string folder = Directory.CreateTempSubdirectory("rokt-analyzers-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Shop.cs"), Code(cases.Select(example => example.Statement)), TestContext.Current.CancellationToken);

            string output = await CompileAsync(folder);

            Assert.DoesNotContain("error", output, StringComparison.Ordinal);
            int[] reported = [.. Warnings().Matches(output).Select(warning => int.Parse(warning.Groups[1].Value, CultureInfo.InvariantCulture))];
            Assert.Equal(cases.Where(example => example.IsReported).Select(example => example.Statement), reported.Order().Select(line => cases[line - 1].Statement));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // One line per statement; the first holds the usings as well.
    private static string Code(IEnumerable<string> statements) =>
        "using System.Collections.Generic; using System.Threading.Tasks; using Rokt.EventApi; using Rokt.EventApi.Outbox; class Shop {"
        + string.Join('\n', statements.Select((statement, number) => $"async Task M{number}(IEventApiClient c, IOutbox o, ConversionEvent e) {{ await Task.Yield(); {statement} }}"))
        + "}";

    private static async Task<string> CompileAsync(string folder)
    {
        string root = Path.GetFullPath("../../../", RuntimeEnvironment.GetRuntimeDirectory());
        string version = (await RunAsync("dotnet", ["--version"], AppContext.BaseDirectory)).Trim();
        string references = string.Join('\n', ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && !name.StartsWith("xunit", StringComparison.Ordinal) && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(path => $"/reference:\"{path}\""));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "options.rsp"),
            $"/noconfig\n/nostdlib\n/nologo\n/target:library\n/out:Shop.dll\n/analyzer:\"{typeof(IgnoredResultAnalyzer).Assembly.Location}\"\n{references}\nShop.cs\n",
            TestContext.Current.CancellationToken);
        return await RunAsync("dotnet", [Path.Combine(root, "sdk", version, "Roslyn", "bincore", "csc.dll"), "@options.rsp"], folder);
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }

    [GeneratedRegex(@"\((\d+),\d+\): warning ROKT001:")]
    private static partial Regex Warnings();
}
