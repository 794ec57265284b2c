namespace Rokt.EventApi.Cli.Tests;

/// <summary>Values on the command line and in a mapping that mean nothing: one sentence, and never an exception.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("FILE is empty.", "send", "", "--dry-run")]
    [InlineData("The value of --rejects is empty.", "send", "orders.csv", "--dry-run", "--rejects", "")]
    [InlineData("The value of --journal is empty.", "send", "orders.csv", "--dry-run", "--journal", " ")]
    [InlineData("The value of --save-map is empty.", "send", "orders.csv", "--dry-run", "--save-map", "")]
    [InlineData("The value of --map-file is empty.", "send", "orders.csv", "--dry-run", "--map-file", "")]
    [InlineData("The value of --currency is empty.", "send", "orders.csv", "--dry-run", "--currency", "")]
    [InlineData("The value of --settings is empty.", "check", "--settings", "")]
    [InlineData("The value of --profile is empty.", "check", "--profile", "")]
    [InlineData("The value of --record is empty.", "sandbox", "--record", "")]
    [InlineData("--rate is a number from 0.001 to 1000000.", "send", "orders.csv", "--dry-run", "--rate", "fast")]
    [InlineData("--rate is a number from 0.001 to 1000000.", "send", "orders.csv", "--dry-run", "--rate", "0.0001")]
    [InlineData("--rate is a number from 0.001 to 1000000.", "send", "orders.csv", "--dry-run", "--rate", "Infinity")]
    [InlineData("--max-invalid is a percentage from 0 to 100.", "send", "orders.csv", "--dry-run", "--max-invalid", "10%")]
    [InlineData("--max-invalid is a percentage from 0 to 100.", "send", "orders.csv", "--dry-run", "--max-invalid", "101")]
    [InlineData("--max-invalid is a percentage from 0 to 100.", "send", "orders.csv", "--dry-run", "--max-invalid", "NaN")]
    [InlineData("--port is a number from 0 to 65535.", "sandbox", "--port", "http")]
    [InlineData("--keep is a number of 1 or more.", "sandbox", "--keep", "0")]
    [InlineData("--batches-per-second is above 0 and at most 1000000.", "sandbox", "--batches-per-second", "none")]
    public async Task A_value_that_means_nothing_is_reported_in_one_sentence(string sentence, params string[] arguments)
    {
        _tool.Write("orders.csv", Orders.Csv(1));

        ToolResult result = await _tool.RunAsync(arguments);

        Assert.Equal((2, sentence), (result.ExitCode, result.Error.Trim()));
    }

    [Theory]
    [InlineData("""{"columns":null}""")]
    [InlineData("""{"columns":{"email":null}}""")]
    [InlineData("""{"values":{"conversiontype":null}}""")]
    public async Task A_mapping_with_null_is_reported(string json)
    {
        _tool.Write("orders.csv", Orders.Csv(1));
        _tool.Write("map.json", json);

        ToolResult result = await _tool.RunAsync("send", "orders.csv", "--dry-run", "--map-file", "map.json");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("map.json cannot be read as a mapping: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
