using System.Globalization;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>The same command once more, and the rejects of the first.</summary>
public sealed class SecondRunTests : IAsyncLifetime
{
    private EventApiSandbox _sandbox = null!;
    private Tool _tool = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await EventApiSandbox.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _tool = new Tool(_sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        _tool.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(';', "1.234", "12,50", "1234")]
    [InlineData(',', "\"1.234\"", "\"12,50\"", "1234")]
    [InlineData(';', "1.234", "12.50", "1.234")]
    public async Task An_amount_in_the_rejects_is_the_one_of_the_file(char delimiter, string rejected, string telling, string expected)
    {
        string[] rows = ["order,email,total,currency", $"1,broken,{rejected},EUR", $"2,bob@example.com,{telling},EUR"];
        _tool.Write("orders.csv", string.Join('\n', delimiter == ',' ? rows : rows.Select(row => row.Replace(',', delimiter).Replace("12;50", "12,50", StringComparison.Ordinal))) + "\n");

        await _tool.RunAsync("send", "orders.csv", "-e", "development");
        string rejects = _tool.PathOf("orders.csv.rejects.csv");
        await File.WriteAllTextAsync(rejects, (await File.ReadAllTextAsync(rejects, TestContext.Current.CancellationToken)).Replace("broken", "ada@example.com", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        ToolResult corrected = await _tool.RunAsync("send", "orders.csv.rejects.csv", "-e", "development");

        Assert.Equal(0, corrected.ExitCode);
        decimal sent = decimal.Parse(Received.Attribute(Received.Accepted(_sandbox).Single(batch => Received.Attribute(batch, "confirmationref") == "1"), "amount")!, CultureInfo.InvariantCulture);
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), sent);
    }

    [Fact]
    public async Task What_was_written_beside_a_file_is_left_out_when_the_shell_names_it_too()
    {
        _tool.Write("a.csv", Orders.Csv(2, number => Orders.Row(number, number == 1 ? "broken" : null)));
        _tool.Write("b.csv", Orders.Csv(1, _ => Orders.Row(9)));
        await _tool.RunAsync("send", "a.csv", "b.csv", "-e", "development");
        string rejects = await File.ReadAllTextAsync(_tool.PathOf("a.csv.rejects.csv"), TestContext.Current.CancellationToken);

        ToolResult again = await _tool.RunAsync("send", "a.csv", "a.csv.development.journal", "a.csv.rejects.csv", "b.csv", "b.csv.development.journal", "-e", "development");

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("a.csv was sent already (1 conversion accepted, 1 rejected;", again.Output, StringComparison.Ordinal);
        Assert.Contains("b.csv was sent already (1 conversion accepted, 0 rejected;", again.Output, StringComparison.Ordinal);
        Assert.Contains("a.csv.rejects.csv was written for a.csv and is left out: when it is corrected, send it by itself.", again.Error, StringComparison.Ordinal);
        Assert.Equal(rejects, await File.ReadAllTextAsync(_tool.PathOf("a.csv.rejects.csv"), TestContext.Current.CancellationToken));
        Assert.Equal(2, Received.Accepted(_sandbox).Count);
    }

    [Fact]
    public async Task Each_standard_input_keeps_its_rejects()
    {
        byte[] first = System.Text.Encoding.UTF8.GetBytes("order_id,email\nA1,first\n");
        byte[] second = System.Text.Encoding.UTF8.GetBytes("order_id,email\nA2,second\n");

        await _tool.RunWithInputAsync(first, "send", "-", "-e", "development");
        await _tool.RunWithInputAsync(second, "send", "-", "-e", "development");
        ToolResult again = await _tool.RunWithInputAsync(first, "send", "-", "-e", "development", "--json");

        Assert.Equal(["A1,first", "A2,second"], Directory.GetFiles(_tool.Folder, "stdin-*.rejects.csv").Select(file => string.Join(',', File.ReadAllLines(file)[1].Split(',')[..2])).Order());
        string named = System.Text.Json.JsonDocument.Parse(again.Output).RootElement.GetProperty("files")[0].GetProperty("sent").GetProperty("rejectsFile").GetString()!;
        Assert.Contains("A1,first", await File.ReadAllTextAsync(_tool.PathOf(named), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wildcard_for_rejects_finds_rejects()
    {
        _tool.Write("a.csv.rejects.csv", Orders.Csv(2));

        Assert.Equal(0, (await _tool.RunAsync("send", "*.rejects.csv", "--dry-run")).ExitCode);
        Assert.Equal("No file matches *.csv.", (await _tool.RunAsync("send", "*.csv", "--dry-run")).Error.Trim());
    }

    [Fact]
    public async Task A_file_of_which_the_server_rejected_some_is_not_asked_for_again()
    {
        _tool.Write("orders.csv", Orders.Csv(3));
        _sandbox.Arm(SandboxFault.Status(400));

        ToolResult first = await _tool.RunAsync("send", "orders.csv", "-e", "production", "--yes");
        ToolResult second = await _tool.RunAsync("send", "orders.csv", "-e", "production");

        Assert.Equal((1, 1), (first.ExitCode, second.ExitCode));
        Assert.Contains("orders.csv was sent already (2 conversions accepted, 1 rejected; orders.csv.production.journal). Nothing was sent.", second.Output, StringComparison.Ordinal);
        Assert.Equal(3, _sandbox.Requests.Count);
    }
}
