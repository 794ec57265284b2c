using System.Text.Json;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>What a dry run says of a file.</summary>
public sealed class DryRunTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task What_was_recognized_is_a_table_before_anything_else()
    {
        _tool.Write("orders.csv", "Order #;E-Mail;Sum;Order date\nA1;ada@example.com;1.234,50;31.01.2026\n");

        ToolResult result = await _tool.RunAsync("send", "orders.csv", "--dry-run", "--map", "amount=Sum", "--currency", "EUR", "--set", "conversiontype=purchase");

        string[] lines = [.. result.Output.Split('\n').Select(line => line.Trim('│', '|', ' '))];
        Assert.Equal("orders.csv: no known export, columns by their names (CSV, semicolon, utf-8)", lines[0]);
        Assert.Equal(
            ["Field | Column", "email | E-Mail", "amount | Sum", "conversiontype | = purchase", "confirmationref | Order #", "eventtime | Order date"],
            lines.Where(line => line.Contains('│') || line.Contains('|')).Select(line => string.Join(" | ", line.Split('│', '|').Select(cell => cell.Trim()))));
        int summary = Array.FindIndex(lines, line => line.StartsWith("1 row, 1 order", StringComparison.Ordinal));
        Assert.Equal(
            ["Dates: the day comes first.", "Amounts: a comma separates the decimals.", "Times have no zone and are taken as UTC: add --time-zone, such as --time-zone Europe/Berlin, if they are not."],
            lines[(summary - 3)..summary]);
    }

    [Fact]
    public async Task Duplicates_are_counted_by_confirmation_reference_with_their_rows()
    {
        _tool.Write("orders.csv", Orders.Csv(20, number => Orders.Row(number is 7 or 13 or 20 ? 3 : number)));

        (ToolResult result, JsonElement report) = await _tool.RunJsonAsync("send", "orders.csv", "--dry-run");
        ToolResult text = await _tool.RunAsync("send", "orders.csv", "--dry-run");

        Assert.Equal((1, 3), (result.ExitCode, report.GetProperty("files")[0].GetProperty("duplicates").GetInt32()));
        Assert.Matches(@"duplicate +3  with the confirmation reference of another conversion.*\(row", text.Output);
        Assert.DoesNotContain("A000003", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scores_are_those_of_the_sandbox_and_every_conversion_has_one()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var tool = new Tool(sandbox);
        tool.Write("orders.csv", Orders.Csv(10, number => number <= 4 ? $"A{number},c{number}@example.com,,,,5,USD,1,,Tea" : Orders.Row(number)));

        (_, JsonElement report) = await tool.RunJsonAsync("send", "orders.csv", "--dry-run");
        await tool.RunAsync("send", "orders.csv", "-e", "development");

        var expected = Received.Bodies(sandbox).GroupBy(body => MatchScore.Calculate(body).Value).ToDictionary(score => score.Key, score => score.Count());
        Assert.Equal(2, expected.Count);
        Assert.Equal(expected, report.GetProperty("files")[0].GetProperty("matchScores").EnumerateObject().ToDictionary(score => int.Parse(score.Name, System.Globalization.CultureInfo.InvariantCulture), score => score.Value.GetInt32()));
    }

    [Theory]
    [InlineData(null, 540, 2.0, "Sending takes about 2 seconds at 270 per second.")]
    [InlineData("9", 540, 60.0, "Sending takes about 1 min 00 s at 9 per second.")]
    public async Task The_time_that_sending_takes_is_that_of_the_rate(string? rate, int rows, double seconds, string sentence)
    {
        _tool.Write("orders.csv", Orders.Csv(rows));
        string[] options = rate is null ? [] : ["--rate", rate];

        (ToolResult result, JsonElement report) = await _tool.RunJsonAsync(["send", "orders.csv", "--dry-run", .. options]);

        Assert.Equal((0, seconds), (result.ExitCode, report.GetProperty("files")[0].GetProperty("secondsToSend").GetDouble()));
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Violations_are_counted_by_rule_with_the_first_rows_and_without_values()
    {
        _tool.Write("orders.csv", Orders.Csv(100_000, number => Orders.Row(number, number % 10_000 == 0 ? "secret-value" : null)));

        (ToolResult result, JsonElement report) = await _tool.RunJsonAsync("send", "orders.csv", "--dry-run");

        JsonElement file = report.GetProperty("files")[0];
        JsonElement rule = file.GetProperty("violations").EnumerateArray().Single();
        Assert.Equal((1, 100_000, 99_990), (result.ExitCode, file.GetProperty("rows").GetInt32(), file.GetProperty("conversions").GetInt32()));
        Assert.Equal(("user_identities.email", 10), (rule.GetProperty("path").GetString(), rule.GetProperty("count").GetInt32()));
        Assert.Equal([10_000, 20_000, 30_000, 40_000, 50_000], rule.GetProperty("rows").EnumerateArray().Select(row => row.GetInt32()));
        Assert.DoesNotContain("secret-value", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 5, 0)]
    [InlineData(true, 3, 2)]
    public async Task Unpaid_orders_are_sent_unless_they_are_skipped(bool isSkipped, int conversions, int skipped)
    {
        string[] statuses = ["paid", "on-hold", "Pending", "completed", "partially_refunded"];
        _tool.Write("orders.csv", "order_id,email,amount,currency,status\n" + string.Concat(statuses.Select((status, index) => $"{index},c{index}@example.com,5,USD,{status}\n")));
        string[] options = isSkipped ? ["--skip-unpaid"] : [];

        (_, JsonElement report) = await _tool.RunJsonAsync(["send", "orders.csv", "--dry-run", .. options]);

        JsonElement file = report.GetProperty("files")[0];
        Assert.Equal(conversions, file.GetProperty("conversions").GetInt32());
        Assert.Equal(skipped, file.GetProperty("skipped").TryGetProperty("unpaid", out JsonElement unpaid) ? unpaid.GetInt32() : 0);
    }

    [Theory]
    [InlineData("--journal", "orders.csv")]
    [InlineData("--rejects", "./orders.csv")]
    [InlineData("--rejects", "ORDERS.CSV")]
    [InlineData("--save-map", "orders.csv")]
    public async Task No_option_overwrites_the_file_that_is_sent(string option, string path)
    {
        string content = Orders.Csv(2);
        _tool.Write("orders.csv", content);

        ToolResult result = await _tool.RunAsync("send", "orders.csv", "--dry-run", option, path);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is one of the other files", result.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_tool.PathOf("orders.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_rejects_of_one_file_do_not_overwrite_another_that_is_sent()
    {
        string content = Orders.Csv(2);
        _tool.Write("orders.csv", content);
        _tool.Write("orders.csv.rejects.csv", content);

        ToolResult result = await _tool.RunAsync("send", "orders.csv", "orders.csv.rejects.csv", "--environment", "development");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is one of the other files", result.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_tool.PathOf("orders.csv.rejects.csv"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--journal")]
    [InlineData("--rejects")]
    public async Task Files_do_not_share_a_journal_or_rejects(string option)
    {
        _tool.Write("a.csv", Orders.Csv(2));
        _tool.Write("b.csv", Orders.Csv(3));

        ToolResult result = await _tool.RunAsync("send", "a.csv", "b.csv", "--dry-run", option, "one");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("are for a single file", result.Error, StringComparison.Ordinal);
    }
}
