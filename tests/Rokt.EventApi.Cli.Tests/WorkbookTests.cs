using System.Text.Json;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>The tool sends a workbook: the one format whose library was not made for native code.</summary>
public sealed class WorkbookTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_is_sent_with_its_numbers_texts_and_times()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var tool = new Tool(sandbox);
        await File.WriteAllBytesAsync(
            tool.PathOf("orders.xlsx"),
            Workbook.Create(
            [
                ["email", "amount", "currency", "order_id", "order_date", "product"],
                ["ada@example.com", 1234.5, "USD", 6100000002101, new DateTime(2025, 10, 7, 14, 14, 9), "Füller"],
                ["bob@example.com", 7, "USD", "A-2", "2025-10-08T10:00:00Z", ""],
            ]),
            Cancellation);

        ToolResult result = await tool.RunAsync("send", "orders.xlsx", "-e", "development", "--allow-old");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            ["6100000002101 1234.5 1759846449000 Füller", "A-2 7 1759917600000 "],
            Received.Accepted(sandbox).Select(Describe).Order(StringComparer.Ordinal));
    }

    private static string Describe(JsonElement batch) =>
        $"{Received.Attribute(batch, "confirmationref")} {Received.Attribute(batch, "amount")} {Received.Member(batch, "events.data.timestamp_unixtime_ms")} {Received.Attribute(batch, "productname")}";
}
