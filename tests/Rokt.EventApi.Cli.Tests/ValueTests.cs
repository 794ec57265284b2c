namespace Rokt.EventApi.Cli.Tests;

/// <summary>Values of an order, in the ways that shops and spreadsheets write them.</summary>
public sealed class ValueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rokt-values-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("12,50", "1,0", 1)]
    [InlineData("12,50", "2,00", 2)]
    [InlineData("12,50", "1.000", 1000)]
    [InlineData("12,50", "1,000", 1)]
    [InlineData("12,50", "2.0", 2)]
    [InlineData("12.50", "1.0", 1)]
    [InlineData("12.50", "1,0", 1)]
    [InlineData("12.50", "1,000", 1000)]
    [InlineData("20", "3,0", 3)]
    [InlineData("12.50", "+2", 2)]
    [InlineData("12.50", "2 pcs", 2)]
    [InlineData("12,50", "1,5", null)]
    [InlineData("12.50", "1,5", null)]
    [InlineData("12.50", "-2", null)]
    [InlineData("12.50", "S2", null)]
    public async Task A_quantity_is_read_with_the_separators_of_the_file(string amount, string quantity, int? expected)
    {
        FileConversion read = Assert.Single(await ReadAsync($"email;total;currency;qty\nada@example.com;{amount};EUR;{quantity}\n"));

        Assert.Equal(expected, read.Conversion!.Quantity);
        Assert.Equal(expected is null ? ["events[0].data.custom_attributes.quantity"] : [], read.Dropped.Select(dropped => dropped.Path));
    }

    [Theory]
    [InlineData("12,50", "1,0", "2,0", 3)]
    [InlineData("12.50", "1.0", "2.0", 3)]
    public async Task Quantities_of_lines_are_summed_with_the_separators_of_the_file(string amount, string first, string second, int expected)
    {
        List<FileConversion> read = await ReadAsync(
            $"order;email;total;currency;qty;product\n1;ada@example.com;{amount};EUR;{first};Mug\n1;;;;{second};Tea\n", new ConversionFileOptions { GroupBy = "order" });

        Assert.Equal(expected, Assert.Single(read).Conversion!.Quantity);
    }

    [Theory]
    [InlineData("12,50", "12,5", "12.5")]
    [InlineData("12,50", "10", "10")]
    [InlineData("12.50", "12.5", "12.5")]
    [InlineData("12.50", "12,5", "12.5")]
    [InlineData("12.50", "12.5 %", "12.5")]
    [InlineData("12.50", "10%", "10")]
    public async Task A_margin_is_read_with_the_separators_of_the_file_and_may_be_a_percentage(string amount, string margin, string expected)
    {
        FileConversion read = Assert.Single(await ReadAsync($"email;total;currency;margin\nada@example.com;{amount};EUR;{margin}\n"));

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), read.Conversion!.Margin);
    }

    [Theory]
    [InlineData("F", Gender.Female)]
    [InlineData("female", Gender.Female)]
    [InlineData("Woman", Gender.Female)]
    [InlineData("m", Gender.Male)]
    [InlineData("Male", Gender.Male)]
    [InlineData("man", Gender.Male)]
    [InlineData("Mrs", null)]
    [InlineData("Mme", null)]
    [InlineData("mujer", null)]
    [InlineData("non-binary", null)]
    public async Task A_gender_is_a_whole_word_or_is_left_out(string text, Gender? expected)
    {
        FileConversion read = Assert.Single(await ReadAsync($"email,gender\nada@example.com,{text}\n"));

        Assert.Equal(expected, read.Conversion!.Gender);
        Assert.Equal(expected is null ? ["user_attributes.gender"] : [], read.Dropped.Select(dropped => dropped.Path));
    }

    [Theory]
    [InlineData(true, "1990-02-01")]
    [InlineData(false, "1990-01-02")]
    [InlineData(null, null)]
    public async Task A_birthday_has_the_order_of_day_and_month_that_the_file_has(bool? isDayFirst, string? expected)
    {
        FileConversion read = Assert.Single(await ReadAsync("email,birthday\nada@example.com,01/02/1990\n", new ConversionFileOptions { DayFirst = isDayFirst }));

        Assert.Equal(expected, read.Conversion!.DateOfBirth?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("12.-", "12")]
    [InlineData("CHF 12.-", "12")]
    [InlineData("\"12,-\"", "12")]
    [InlineData("12.50 (paid)", null)]
    [InlineData("12.50-13", null)]
    public async Task An_amount_with_something_behind_it_is_a_sale_or_no_amount(string amount, string? expected)
    {
        FileConversion read = Assert.Single(await ReadAsync($"email,total,currency\nada@example.com,{amount},CHF\n"));

        Assert.False(read.IsSkipped);
        Assert.Equal(expected is null ? null : decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), read.Conversion?.Amount);
        Assert.Equal(expected is null ? ["events[0].data.custom_attributes.amount"] : [], read.Violations.Select(violation => violation.Path));
    }

    [Theory]
    [InlineData("12.50-")]
    [InlineData("-12.50")]
    [InlineData("(12.50)")]
    [InlineData("-$12.50")]
    public async Task A_negative_amount_is_no_sale(string amount) =>
        Assert.True(Assert.Single(await ReadAsync($"email,total,currency\nada@example.com,{amount},USD\n")).IsSkipped);

    [Theory]
    [InlineData("Cancelled by customer", true)]
    [InlineData("canceled - fraud", true)]
    [InlineData("Order cancelled", true)]
    [InlineData("payment_failed", true)]
    [InlineData("Payment declined", true)]
    [InlineData("Refunded in full", true)]
    [InlineData("Partially cancelled", false)]
    [InlineData("Return cancelled", false)]
    [InlineData("Canceled_Reversal", false)]
    [InlineData("Cancelled Reversal", false)]
    [InlineData("Delivery failed", false)]
    [InlineData("Ready for pickup", false)]
    public async Task A_status_of_several_words_tells_whether_the_order_is_a_sale(string status, bool isSkipped) =>
        Assert.Equal(isSkipped, Assert.Single(await ReadAsync($"email,total,currency,status\nada@example.com,12.50,USD,{status}\n")).IsSkipped);

    [Fact]
    public async Task A_further_attribute_stands_on_any_row_of_the_order()
    {
        List<FileConversion> read = await ReadAsync(
            "order,email,tier\n1,ada@example.com,\n1,,gold\n", new ConversionFileOptions { GroupBy = "order", Columns = { ["custom_attributes.tier"] = "tier" } });

        Assert.Equal("gold", Assert.Single(read).Conversion!.Attributes["tier"].AsString());
    }

    [Fact]
    public async Task Half_of_a_character_in_a_name_of_NDJSON_is_a_rejected_row()
    {
        List<FileConversion> read = await ReadAsync("{\"email\":\"ada@example.com\"}\n{\"\\ud800\":1,\"email\":\"bob@example.com\"}\n");

        Assert.Equal([true, false], read.Select(order => order.Conversion is not null));
        Assert.Equal("The line is no JSON object like those at the start of the file.", Assert.Single(read[1].Violations).Rule);
    }

    private async Task<List<FileConversion>> ReadAsync(string text, ConversionFileOptions? options = null)
    {
        string path = Path.Combine(_folder, "orders.csv");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var read = new List<FileConversion>();
        await foreach (FileConversion order in ConversionFile.ReadAsync(path, options, TestContext.Current.CancellationToken))
        {
            read.Add(order);
        }

        return read;
    }
}
