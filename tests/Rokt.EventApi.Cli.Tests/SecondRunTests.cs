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
}
