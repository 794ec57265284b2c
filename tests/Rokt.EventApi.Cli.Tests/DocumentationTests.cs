using System.Text.RegularExpressions;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Every option of the tool stands in a table of its command's page, and no other does.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Docs = Path.GetFullPath("../../../../../docs", AppContext.BaseDirectory);

    [Theory]
    [InlineData("send", "backfill.md", "## Options of `rokt send`")]
    [InlineData("check", "backfill.md", "## Is it the network?")]
    [InlineData("sandbox", "sandbox.md", "## Options")]
    public async Task Each_option_stands_in_the_table_of_its_command(string command, string page, string heading)
    {
        using var tool = new Tool();
        string help = (await tool.RunAsync(command, "--help")).Output;
        IEnumerable<string> table = File.ReadLines(Path.Combine(Docs, page)).SkipWhile(line => line != heading).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));

        // The first column alone: a description names other options.
        Assert.Equal(Options(help.Split('\n').Select(line => line.TrimStart().Split("  ")[0])), Options(table.Select(row => row.Split('|')[1])));
    }

    [Theory]
    [InlineData("send")]
    [InlineData("check")]
    public async Task No_option_takes_a_secret_of_the_API(string command)
    {
        using var tool = new Tool();

        string help = (await tool.RunAsync(command, "--help")).Output;

        Assert.DoesNotMatch("--[a-z-]*(key|secret|password|token)", help);
    }

    private static IEnumerable<string> Options(IEnumerable<string> texts) => texts
        .SelectMany(text => Option().Matches(text).Select(match => match.Value)).Where(option => option is not ("--help" or "-h")).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("(?<![-\\w])--?[a-z][-a-z]*")]
    private static partial Regex Option();
}
