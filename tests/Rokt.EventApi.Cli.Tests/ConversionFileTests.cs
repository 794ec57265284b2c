namespace Rokt.EventApi.Cli.Tests;

/// <summary>Code reads a file as the tool does.</summary>
public sealed class ConversionFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rokt-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Conversions_skipped_orders_and_violations_come_in_the_order_of_the_file()
    {
        string path = Write("""
            nr;mail address;total;qty;phone;order status
            1;ada@example.com;12,50;1;12345;paid
            1;ada@example.com;12,50;2;;paid
            2;bob@example.com;7,00;1;;cancelled
            3;broken;7,00;1;;paid
            4;cleo@example.com;7,00;1;;pending
            """);
        var options = new ConversionFileOptions
        {
            Columns = { ["email"] = "mail address" },
            Values = { ["conversiontype"] = "purchase" },
            Currency = "EUR",
            GroupBy = "nr",
            DecimalComma = true,
            HashEmails = true,
            SkipUnpaid = true,
        };

        List<FileConversion> read = await ConversionFile.ReadAsync(path, options, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["Row 1: a conversion", "Row 3: skipped", "Row 4: rejected", "Row 5: skipped"], read.Select(order => order.ToString()));
        ConversionEvent conversion = read[0].Conversion!;
        Assert.Equal((12.5m, "EUR", 3, "purchase", "1"), (conversion.Amount, conversion.Currency, conversion.Quantity, conversion.ConversionType, conversion.ConfirmationRef));
        Assert.Null(conversion.Email);
        Assert.NotNull(conversion.HashedEmail);
        Assert.Equal(["user_attributes.mobile"], read[0].Dropped.Select(dropped => dropped.Path));
        Assert.Empty(read[0].Violations);
        Assert.Single(read[2].Violations);
        Assert.DoesNotContain("broken", read[2].Violations[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "2025-02-01")]
    [InlineData(false, "2025-01-02")]
    [InlineData(null, null)]
    public async Task What_the_file_leaves_open_is_decided_by_the_options_or_rejected(bool? dayFirst, string? expected)
    {
        string path = Write("email,date\nada@example.com,01/02/2025\n");
        IAsyncEnumerable<FileConversion> reading = ConversionFile.ReadAsync(path, new ConversionFileOptions { DayFirst = dayFirst, AllowOld = true, TimeZone = "UTC" }, Cancellation);

        if (expected is null)
        {
            FormatException exception = await Assert.ThrowsAsync<FormatException>(async () => await reading.ToListAsync(Cancellation));
            Assert.Contains("is 01/02 the first of February", exception.Message, StringComparison.Ordinal);
            Assert.Contains("set ConversionFileOptions.DayFirst", exception.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith(expected, $"{Assert.Single(await reading.ToListAsync(Cancellation)).Conversion!.EventTime:yyyy-MM-dd}", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Old_orders_break_a_rule_unless_they_are_allowed()
    {
        string path = Write("email,date\nada@example.com,2025-01-02T10:00:00Z\n");

        FileConversion refused = Assert.Single(await ConversionFile.ReadAsync(path, cancellationToken: Cancellation).ToListAsync(Cancellation));
        FileConversion allowed = Assert.Single(await ConversionFile.ReadAsync(path, new ConversionFileOptions { AllowOld = true }, Cancellation).ToListAsync(Cancellation));

        Assert.Null(refused.Conversion);
        Assert.Contains("30 days", Assert.Single(refused.Violations).Rule, StringComparison.Ordinal);
        Assert.Contains("set ConversionFileOptions.AllowOld", refused.Violations[0].Rule, StringComparison.Ordinal);
        Assert.NotNull(allowed.Conversion);
    }

    [Fact]
    public async Task What_is_wrong_with_file_or_options_is_an_exception_of_its_kind()
    {
        string path = Write("email,order\nada@example.com,1\n");
        Task Read(string file, ConversionFileOptions? options = null) => ConversionFile.ReadAsync(file, options, Cancellation).ToListAsync(Cancellation).AsTask();

        Assert.Throws<ArgumentNullException>("path", () => { ConversionFile.ReadAsync(null!, cancellationToken: Cancellation); });
        await Assert.ThrowsAsync<FileNotFoundException>(() => Read(Path.Combine(_folder, "missing.csv")));
        await Assert.ThrowsAnyAsync<FormatException>(() => Read(Write("")));
        Exception[] named =
        [
            await Assert.ThrowsAnyAsync<FormatException>(() => Read(Write("order,total\n1,5\n"))),
            await Assert.ThrowsAnyAsync<FormatException>(() => Read(Write("email,total\nada@example.com,5\n"))),
            await Assert.ThrowsAnyAsync<FormatException>(() => Read(_folder)),
        ];
        Assert.All(named, exception => Assert.DoesNotContain("--", exception.Message, StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Read(path, new ConversionFileOptions { Columns = { ["email"] = "nothing" } }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Read(path, new ConversionFileOptions { TimeZone = "Mars/Olympus" }));
    }

    private string Write(string text)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid()}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
