using System.Globalization;
using System.IO.Compression;
using System.Text;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Files as programs and people write them.</summary>
public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rokt-files-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Quotes_delimiters_and_line_breaks_stand_inside_of_cells()
    {
        List<FileOrder> orders = await ReadAsync("email,product,order_id\r\nada@example.com,\"Mug, \"\"blue\"\"\r\nlarge\",1\r\n\"bob@example.com\",Tea,2\r\n");

        Assert.Equal(["Mug, \"blue\"\r\nlarge", "Tea"], orders.Select(order => order.Conversion!.ProductName));
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("windows-1252", false)]
    public async Task Encodings_are_found_out_with_and_without_a_byte_order_mark(string name, bool hasMark)
    {
        Encoding encoding = name == "windows-1252" ? CodePagesEncodingProvider.Instance.GetEncoding(name)! : Encoding.GetEncoding(name);
        byte[] text = encoding.GetBytes("email,first_name\nada@example.com,Zoë Müller\n");

        List<FileOrder> orders = await ReadAsync(hasMark ? [.. encoding.GetPreamble(), .. text] : text);

        Assert.Equal("Zoë Müller", Assert.Single(orders).Conversion!.FirstName);
    }

    [Fact]
    public async Task A_letter_in_Windows_1252_far_behind_the_start_of_the_file_is_read_as_such()
    {
        byte[] start = Encoding.UTF8.GetBytes("email,first_name\n" + string.Concat(Enumerable.Range(0, 20_000).Select(number => $"c{number}@example.com,Ada\n")));

        List<FileOrder> orders = await ReadAsync([.. start, .. "last@example.com,Zo"u8, 0xEB, (byte)'\n']);

        Assert.Equal("Zoë", orders[^1].Conversion!.FirstName);
    }

    [Theory]
    [InlineData("1234.5", "1.234,50", "1.234,50", true)]
    [InlineData("1234.5", "1,234.50", "12", false)]
    [InlineData("12.5", "12,50", "12", true)]
    [InlineData("1234567", "1.234.567", "12,5", true)]
    [InlineData("1234567.8", "$1,234,567.80", "12.50", false)]
    [InlineData("1234.5", "1 234,50 €", "7,5", true)]
    [InlineData("1234.5", "CHF 1'234.50", "7.5", false)]
    [InlineData("79.12", "79.1200", "7.5000", false)]
    public async Task Decimal_comma_and_thousands_are_found_out_per_file(string amount, string first, string second, bool isComma)
    {
        using OrderFile file = await OpenAsync(Encoding.UTF8.GetBytes($"email;amount\nada@example.com;{first}\nbob@example.com;{second}\n"), new MappingOptions { Currency = "EUR" });
        List<FileOrder> orders = await ReadAsync(file);

        Assert.Equal(isComma, file.Profile.IsDecimalComma);
        Assert.Equal(decimal.Parse(amount, CultureInfo.InvariantCulture), orders[0].Conversion!.Amount);
        Assert.NotNull(orders[1].Conversion);
    }

    [Fact]
    public async Task The_decimal_separator_is_known_from_a_value_at_the_end_of_the_file()
    {
        string rows = string.Concat(Enumerable.Range(0, 3000).Select(number => $"c{number}@example.com,\"1,234\"\n"));

        List<FileOrder> orders = await ReadAsync($"email,amount\n{rows}last@example.com,\"1,5\"\n", new MappingOptions { Currency = "EUR" });

        Assert.Equal(1.234m, orders[0].Conversion!.Amount);
    }

    [Theory]
    [InlineData("12,50")]
    [InlineData("1e5")]
    [InlineData("6.1E+12")]
    [InlineData("12 apples 3")]
    [InlineData("free")]
    public async Task What_is_no_amount_in_this_file_is_rejected(string amount)
    {
        List<FileOrder> orders = await ReadAsync($"email,amount\nada@example.com,\"{amount}\"\n", new MappingOptions { Currency = "EUR", DecimalComma = false });

        Assert.Equal("The amount is no number.", Assert.Single(Assert.Single(orders).Violations).Rule);
    }

    [Theory]
    [InlineData("2025-10-07T14:14:09Z", "2025-10-07T14:14:09Z")]
    [InlineData("2025-10-07 14:14:09 +0200", "2025-10-07T12:14:09Z")]
    [InlineData("2025-10-07T14:14:09.5-05:00", "2025-10-07T19:14:09.5Z")]
    [InlineData("2025-10-07 14:14", "2025-10-07T12:14:00Z")]
    [InlineData("2025/10/07", "2025-10-06T22:00:00Z")]
    [InlineData("07.10.2025 14:14", "2025-10-07T12:14:00Z")]
    [InlineData("Oct 7, 2025 02:14:09 PM", "2025-10-07T12:14:09Z")]
    [InlineData("Oct 7, 2025 14:14:09 PM", "2025-10-07T12:14:09Z")]
    [InlineData("Oct 7, 2025 12:14:09 AM", "2025-10-06T22:14:09Z")]
    [InlineData("7 October 2025 14:14:09", "2025-10-07T12:14:09Z")]
    [InlineData("07-Oct-25", "2025-10-06T22:00:00Z")]
    [InlineData("Tue, 07 Oct 2025 14:14:09 GMT", "2025-10-07T14:14:09Z")]
    [InlineData("20251007", "2025-10-06T22:00:00Z")]
    [InlineData("20251007141409", "2025-10-07T12:14:09Z")]
    [InlineData("1759846449", "2025-10-07T14:14:09Z")]
    [InlineData("1759846449000", "2025-10-07T14:14:09Z")]
    [InlineData("45937.593159", "2025-10-07T12:14:09Z")]
    [InlineData("2025-10-07 14:14:09 PDT", "2025-10-07T21:14:09Z")]
    [InlineData("2025-10-07 14:14:09 America/New_York", "2025-10-07T18:14:09Z")]
    [InlineData("2025-10-07 14:14:09 Eastern Time (US & Canada)", "2025-10-07T18:14:09Z")]
    public async Task Times_are_read_in_the_forms_that_exports_have(string text, string expected)
    {
        List<FileOrder> orders = await ReadAsync($"email;order_date\nada@example.com;{text}\n", new MappingOptions { TimeZone = "Europe/Berlin" });

        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), Assert.Single(orders).Conversion!.EventTime);
    }

    [Theory]
    [InlineData("2025-13-07")]
    [InlineData("2025-02-30")]
    [InlineData("yesterday")]
    [InlineData("2025-10-07 25:00")]
    [InlineData("2025-10-07 10:00 Mars/Olympus")]
    public async Task A_time_that_cannot_be_read_is_rejected(string text)
    {
        List<FileOrder> orders = await ReadAsync($"email;order_date\nada@example.com;{text}\n");

        Assert.Equal("events[0].data.timestamp_unixtime_ms", Assert.Single(Assert.Single(orders).Violations).Path);
    }

    [Theory]
    [InlineData("13/02/2025", "2025-02-01")]
    [InlineData("02/13/2025", "2025-01-02")]
    public async Task Day_or_month_first_is_known_from_one_value_of_the_file(string telling, string expected)
    {
        string rows = string.Concat(Enumerable.Range(0, 2000).Select(number => $"c{number}@example.com,01/02/2025\n"));

        List<FileOrder> orders = await ReadAsync($"email,order_date\n{rows}last@example.com,{telling}\n");

        Assert.Equal(DateTimeOffset.Parse(expected + "Z", CultureInfo.InvariantCulture), orders[0].Conversion!.EventTime);
    }

    [Fact]
    public async Task A_file_that_contradicts_itself_has_its_odd_dates_rejected()
    {
        List<FileOrder> orders = await ReadAsync("email,order_date\na@example.com,13/02/2025\nb@example.com,02/13/2025\n");

        Assert.NotNull(orders[0].Conversion);
        Assert.Single(orders[1].Violations);
    }

    [Fact]
    public async Task Empty_lines_ragged_rows_and_rows_of_bare_delimiters_are_no_orders()
    {
        List<FileOrder> orders = await ReadAsync("email,order_id,product\n\nada@example.com,1\n,,\n  \nbob@example.com,2,Tea,more,than,the,header\n,,\n\n");

        Assert.Equal([(1, "1"), (2, "2")], orders.Select(order => ((int)order.Row, order.Conversion!.ConfirmationRef!)));
    }

    [Theory]
    [InlineData("sep=;\nemail;order_id\nada@example.com;1\n")]
    [InlineData("email|order_id\nada@example.com|1\n")]
    [InlineData("email\torder_id\nada@example.com\t1\n")]
    [InlineData("\n\nemail;order_id\nada@example.com;1\n")]
    [InlineData("E-Mail,Order #,order_id,order_id\nada@example.com,1,1,2\n")]
    public async Task Delimiters_and_headers_are_found_out(string text)
    {
        FileOrder order = Assert.Single(await ReadAsync(text));

        Assert.Equal(("ada@example.com", "1"), (order.Conversion!.Email, order.Conversion.ConfirmationRef));
    }

    [Theory]
    [InlineData("'+447700900204", "+447700900204")]
    [InlineData("\"\"\"4155550191\"\"\"", "4155550191")]
    [InlineData("\"=\"\"4155550191\"\"\"", "4155550191")]
    [InlineData("\t+14155550191", "+14155550191")]
    [InlineData("+1 415-555-0154 ext. 3", "+1 415-555-0154")]
    [InlineData("415-555-0154 x12", "415-555-0154")]
    [InlineData("4155550154 #2", "4155550154")]
    [InlineData("6.1E+12", null)]
    [InlineData("n/a", null)]
    [InlineData("(none)", null)]
    public async Task Guards_of_other_programs_come_off_and_destroyed_numbers_stay_out(string cell, string? mobile)
    {
        FileOrder order = Assert.Single(await ReadAsync($"email,mobile\nada@example.com,{cell}\n"));

        Assert.Equal(mobile, order.Conversion!.Mobile);
        Assert.Equal(cell == "6.1E+12" ? 1 : 0, order.Dropped.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_of_an_order_become_one_conversion_wherever_they_stand(bool areTogether)
    {
        string[] rows = ["1,ada@example.com,99.50,2,Mug,M", "1,ada@example.com,99.50,1,Tea,T", "2,bob@example.com,5,1,Tea,T"];
        string text = "order,email,total,qty,product,sku\n" + string.Join('\n', areTogether ? rows : [rows[0], rows[2], rows[1]]) + "\n";

        List<FileOrder> orders = await ReadAsync(text, new MappingOptions { Currency = "USD", GroupBy = "order" });

        Assert.Equal(
            ["1 99.50 3  ", "2 5 1 Tea T"],
            orders.Select(order => order.Conversion!).OrderBy(conversion => conversion.ConfirmationRef).Select(conversion =>
                string.Create(CultureInfo.InvariantCulture, $"{conversion.ConfirmationRef} {conversion.Amount} {conversion.Quantity} {conversion.ProductName} {conversion.Sku}")));
    }

    [Fact]
    public async Task Rows_without_a_key_belong_to_the_order_before_them()
    {
        List<FileOrder> orders = await ReadAsync("order,email,total,qty,product\n1,ada@example.com,9,2,Mug\n,,,1,Tea\n2,bob@example.com,5,1,Tea\n", new MappingOptions { Currency = "USD", GroupBy = "order" });

        Assert.Equal([3, 1], orders.Select(order => order.Conversion!.Quantity!.Value));
    }

    [Fact]
    public async Task Different_totals_in_one_order_are_rejected_and_never_summed()
    {
        FileOrder order = Assert.Single(await ReadAsync("order,email,total\n1,ada@example.com,9\n1,ada@example.com,5\n", new MappingOptions { Currency = "USD", GroupBy = "order" }));

        Assert.Contains("different amounts", Assert.Single(order.Violations).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NDJSON_holds_flat_objects_or_events_of_the_SDK()
    {
        const string Event = """{"user_identities":{"email":"bob@example.com"},"events":[{"event_type":"custom_event","data":{"event_name":"conversion","custom_attributes":{"amount":5.5,"currency":"USD","confirmationref":"2"}}}]}""";

        List<FileOrder> orders = await ReadAsync($$"""
            {"email":"ada@example.com","amount":7.25,"currency":"USD","order_id":1}

            {{Event}}
            {"email":"broken"}
            not json
            """);

        Assert.Equal(["1 7.25", "2 5.5"], orders.Where(order => order.Conversion is not null).Select(order => string.Create(CultureInfo.InvariantCulture, $"{order.Conversion!.ConfirmationRef} {order.Conversion.Amount}")));
        Assert.Equal("The line is no JSON object like those at the start of the file.", Assert.Single(orders[3].Violations).Rule);
        Assert.Equal([3L, 4L], orders.Where(order => order.Violations.Count > 0).Select(order => order.Row));
    }

    [Theory]
    [InlineData("orders.csv")]
    [InlineData("orders.ndjson")]
    [InlineData("orders.xlsx")]
    public async Task Compressed_files_are_read_like_others(string name)
    {
        byte[] content = name switch
        {
            "orders.csv" => "email,order_id\nada@example.com,1\n"u8.ToArray(),
            "orders.ndjson" => """{"email":"ada@example.com","order_id":"1"}"""u8.ToArray(),
            _ => Workbook.Create([["email", "order_id"], ["ada@example.com", "1"]]),
        };

        Assert.Equal("1", Assert.Single(await ReadAsync(content)).Conversion!.ConfirmationRef);
        Assert.Equal("1", Assert.Single(await ReadAsync(Compress(content))).Conversion!.ConfirmationRef);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public async Task Compressed_files_of_several_members_are_read_to_the_end(int members)
    {
        byte[][] parts = [.. Enumerable.Range(0, members).Select(part => Compress(Encoding.UTF8.GetBytes((part == 0 ? "email,order_id\n" : "") + string.Concat(Enumerable.Range(0, 100).Select(row => $"c{row}@example.com,{part}-{row}\n")))))];

        List<FileOrder> orders = await ReadAsync([.. parts.SelectMany(part => part), .. Compress([])]);

        Assert.Equal((members * 100, $"{members - 1}-99"), (orders.Count, orders[^1].Conversion!.ConfirmationRef));
    }

    [Fact]
    public async Task A_workbook_keeps_numbers_and_times()
    {
        byte[] workbook = Workbook.Create([["email", "amount", "currency", "order_id", "order_date"], ["ada@example.com", 1234.5, "USD", 6100000002101, new DateTime(2025, 10, 7, 14, 14, 9)]]);

        ConversionEvent conversion = Assert.Single(await ReadAsync(workbook)).Conversion!;

        Assert.Equal((1234.5m, "6100000002101", new DateTimeOffset(2025, 10, 7, 14, 14, 9, TimeSpan.Zero)), (conversion.Amount, conversion.ConfirmationRef, conversion.EventTime));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("[{\"email\":\"ada@example.com\"}]", "jq -c '.[]'")]
    [InlineData("<?xml version=\"1.0\"?><Workbook/>", "XML")]
    [InlineData("PK\u0003\u0004broken", "damaged")]
    [InlineData("\u001f\u008bbroken", "damaged or cut off")]
    public async Task What_cannot_be_read_is_reported_in_one_sentence(string text, string sentence)
    {
        UnreadableFileException exception = await Assert.ThrowsAsync<UnreadableFileException>(async () =>
        {
            using OrderFile file = await OpenAsync(Encoding.Latin1.GetBytes(text), new MappingOptions { Columns = { ["email"] = "email" } });
        });

        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Mug", 10, "row 2 has a quotation mark that is never closed")]
    [InlineData("\"Mug", 800_000, "after row 1")]
    [InlineData("Tray 12\"", 10, "row 2 has a quotation mark inside of a cell")]
    public async Task A_quotation_mark_that_swallows_rows_is_reported(string cell, int rowsBehind, string sentence)
    {
        string rows = string.Concat(Enumerable.Range(0, rowsBehind).Select(number => $"c{number}@example.com,1,\n"));
        string end = cell[0] == '"' ? "" : "last@example.com,1,Tray 14\"\n";

        UnreadableFileException exception = await Assert.ThrowsAsync<UnreadableFileException>(
            () => ReadAsync($"email,order_id,product\nada@example.com,1,Tea\nbob@example.com,2,{cell}\n{rows}{end}"));

        Assert.Contains(sentence, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private Task<List<FileOrder>> ReadAsync(string text, MappingOptions? options = null) => ReadAsync(Encoding.UTF8.GetBytes(text), options);

    private async Task<List<FileOrder>> ReadAsync(byte[] content, MappingOptions? options = null)
    {
        using OrderFile file = await OpenAsync(content, options);
        return await ReadAsync(file);
    }

    private static async Task<List<FileOrder>> ReadAsync(OrderFile file) =>
        await file.ReadAsync(new ReadingOptions { AllowOld = true, Now = DateTimeOffset.UtcNow }, Cancellation).ToListAsync(Cancellation);

    private Task<OrderFile> OpenAsync(byte[] content, MappingOptions? options = null)
    {
        string path = Path.Combine(_folder, Guid.NewGuid().ToString());
        File.WriteAllBytes(path, content);
        return OrderFile.OpenAsync(path, options ?? new MappingOptions(), Cancellation);
    }
}
