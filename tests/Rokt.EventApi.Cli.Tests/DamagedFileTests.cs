using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Files that are damaged, cut off, changing or no files: one sentence that names them, no row lost in silence.</summary>
public sealed class DamagedFileTests : ToolTests
{
    // More than the first look at a file, and more than what is read ahead.
    private const int ManyRows = 40_000;

    // The runtime has files of its own beside them.
    private const string Copies = "tmp*.tmp";

    [Theory]
    [InlineData("cut.csv.gz", "is damaged or cut off")]
    [InlineData("cut at the last byte.csv.gz", "is damaged or cut off")]
    [InlineData("cut far in.csv.gz", "is damaged or cut off after row")]
    [InlineData("damaged far in.csv.gz", "is damaged or cut off after row")]
    [InlineData("damaged far in.ndjson.gz", "is damaged or cut off after row")]
    [InlineData("damaged second member.csv.gz", "is damaged or cut off")]
    [InlineData("cut.xlsx.gz", "is damaged or cut off")]
    [InlineData("cut.xlsx", "is damaged, or protected by a password")]
    [InlineData("damaged.xlsx", "is damaged, or protected by a password")]
    [InlineData("another archive.zip", "a ZIP archive without an Excel workbook")]
    [InlineData("a missing byte far in.utf16.csv", "is damaged or cut off after row")]
    [InlineData("a missing byte.utf16.csv", "is damaged or cut off")]
    [InlineData("binary.csv", "a binary file")]
    [InlineData("empty.csv", "the file is empty")]
    [InlineData("folder.csv", "is a folder: name the files in it")]
    public async Task A_file_that_cannot_be_read_to_its_end_is_named_and_nothing_is_sent(string name, string sentence)
    {
        if (name == "folder.csv")
        {
            Directory.CreateDirectory(Tool.PathOf(name));
        }
        else
        {
            await File.WriteAllBytesAsync(Tool.PathOf(name), Content(name), Cancellation);
        }

        await AssertRefusedAsync(name, sentence);
    }

    [Theory]
    [InlineData("/proc/self/mem", "cannot be read: ")]
    [InlineData("/proc/sys/net/ipv4/route/flush", "cannot be read: this user is not permitted to.")]
    [InlineData("/dev/null", "the file is empty")]
    [InlineData("missing.csv", "does not exist")]
    public async Task What_the_system_does_not_let_it_read_is_named(string path, string sentence) => await AssertRefusedAsync(path, sentence);

    [Fact]
    public async Task A_pipe_is_refused_with_what_to_write_instead_and_Ctrl_C_ends_the_wait_for_its_writer()
    {
        Tool.Write("orders.csv", Orders.Csv(3));
        using Process make = Process.Start("mkfifo", [Tool.PathOf("pipe")]);
        await make.WaitForExitAsync(Cancellation);

        // After the summary of the first file it opens the second one.
        using ToolRun waiting = Tool.Start("send", "orders.csv", "pipe", "-e", "development");
        await waiting.WaitForOutputAsync("Sending takes about");
        waiting.Signal("INT");
        ToolResult interrupted = await waiting.FinishAsync();
        using Process writer = Process.Start("sh", ["-c", $"cat '{Tool.PathOf("orders.csv")}' > '{Tool.PathOf("pipe")}'"]);
        ToolResult refused = await Tool.RunAsync("send", "pipe", "-e", "development");
        await writer.WaitForExitAsync(Cancellation);

        Assert.Equal((4, 2), (interrupted.ExitCode, refused.ExitCode));
        Assert.Contains("rokt send - < pipe", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task A_line_of_NDJSON_that_is_damaged_far_in_is_rejected_and_the_others_are_sent()
    {
        const int Rows = 1500;
        const int Damaged = 1200;
        Tool.Write("orders.ndjson", string.Concat(Enumerable.Range(1, Rows).Select(row => row == Damaged ? "{\"email\":\"ada@exa\n" : Json(row))));

        ToolResult result = await Tool.RunAsync("send", "orders.ndjson", "-e", "development");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"$: The line is no JSON object like those at the start of the file. (row {Damaged})", result.Output, StringComparison.Ordinal);
        Assert.Equal(Rows - 1, Received.References(Sandbox).Distinct().Count());
    }

    [Fact]
    public async Task A_file_that_becomes_unreadable_while_it_is_sent_ends_the_run_says_where_and_keeps_the_journal()
    {
        string path = Tool.PathOf("orders.csv.gz");
        byte[] content = Compress(Noisy(ManyRows / 2, numbers: 16));
        await File.WriteAllBytesAsync(path, content, Cancellation);
        DateTime written = File.GetLastWriteTimeUtc(path);

        using ToolRun run = Tool.Start("send", "orders.csv.gz", "-e", "development", "--rate", "2000");
        await run.WaitForRequestsAsync(10);

        // As a bad disk does it: no program wrote to the file, as far as the tool can see.
        run.Signal("STOP");
        Damage(content, content.Length / 2);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await file.WriteAsync(content, Cancellation);
        }

        File.SetLastWriteTimeUtc(path, written);
        run.Signal("CONT");
        ToolResult result = await run.FinishAsync();

        Assert.Equal((2, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"orders\.csv\.gz is damaged or cut off after row \d+.*Sending ended, [\d,]+ rows left\. What was accepted is in orders\.csv\.gz\.development\.journal\.", result.Output);
        int recorded = (await File.ReadAllLinesAsync($"{path}.development.journal", Cancellation))[1].Count(state => state == 'A');
        Assert.InRange(recorded, 1000, ManyRows / 2 - 1000);
        Assert.Contains($"orders.csv.gz: {recorded.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} accepted", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shrinks")]
    [InlineData("is edited in its last row")]
    [InlineData("is edited behind a link")]
    [InlineData("is replaced")]
    [InlineData("is deleted")]
    public async Task A_file_that_changes_while_it_is_sent_ends_the_run_before_the_next_row(string change)
    {
        const int Rows = 40;
        string content = Orders.Csv(Rows);
        string path = Tool.PathOf("orders.csv");
        Tool.Write("orders.csv", content);
        if (change == "is edited behind a link")
        {
            File.Move(path, Tool.PathOf("linked.csv"));
            File.CreateSymbolicLink(path, "linked.csv");
        }

        using ToolRun run = Tool.Start("send", "orders.csv", "-e", "development", "--rate", "8");
        await run.WaitForRequestsAsync(2);
        switch (change)
        {
            case "shrinks":
                await using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
                {
                    file.SetLength(content.Length / 2);
                }

                break;
            case "is edited in its last row" or "is edited behind a link":
                await File.WriteAllTextAsync(path, content.Replace($"A{Rows:000000},customer", $"A{Rows:000000},guest123", StringComparison.Ordinal), Cancellation);
                break;
            case "is replaced":
                Tool.Write("other.csv", content);
                File.Move(Tool.PathOf("other.csv"), path, overwrite: true);
                break;
            default:
                File.Delete(path);
                break;
        }

        ToolResult result = await run.FinishAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Matches(@"orders\.csv was changed while it was sent, so sending ended, \d+ rows left\. What was accepted is in orders\.csv\.development\.journal", result.Output);
        Assert.InRange(Received.References(Sandbox).Count, 2, Rows - 1);
    }

    [Fact]
    public async Task A_file_that_is_still_written_while_it_is_checked_is_not_sent()
    {
        Tool.Write("orders.csv", Orders.Csv(100_000));

        using ToolRun run = Tool.Start("send", "orders.csv", "-e", "development");
        for (int row = 0; !run.HasExited; row++)
        {
            await File.AppendAllTextAsync(Tool.PathOf("orders.csv"), Orders.Row(200_000 + row) + "\n", Cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(20), Cancellation);
        }

        ToolResult result = await run.FinishAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("orders.csv was changed while it was read, so nothing was sent", result.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task A_file_that_changes_while_its_last_rows_are_in_flight_is_noticed_at_the_end()
    {
        Tool.Write("orders.csv", Orders.Csv(3));
        var responding = new TaskCompletionSource();
        using var server = new BrokenServer("HTTP/1.1 202 Accepted", until: responding.Task);
        Tool.Environment["Rokt__BaseAddress"] = server.Address.AbsoluteUri;

        using ToolRun run = Tool.Start("send", "orders.csv", "-e", "development");
        await run.WaitUntilAsync(() => server.Requests == 3);
        Tool.Write("orders.csv", Orders.Csv(4));
        responding.SetResult();
        ToolResult result = await run.FinishAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("orders.csv was changed after all of its rows were sent.", result.Output, StringComparison.Ordinal);
        Assert.Contains("orders.csv: 3 accepted, 0 rejected", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_lies_in_a_temporary_file_of_the_user_alone_until_the_run_ends()
    {
        string temporary = Directory.CreateDirectory(Tool.PathOf("temporary")).FullName;
        Tool.Environment["TMPDIR"] = temporary;

        using ToolRun run = Tool.Start("send", "-", "-e", "development", "--rate", "8");
        await run.Input.WriteAsync(Orders.Csv(20));
        run.Input.Close();
        await run.WaitForRequestsAsync(1);
        UnixFileMode[] modes = [.. Directory.EnumerateFiles(temporary, Copies).Select(File.GetUnixFileMode)];
        ToolResult result = await run.FinishAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([UnixFileMode.UserRead | UnixFileMode.UserWrite], modes);
        Assert.Empty(Directory.EnumerateFiles(temporary, Copies));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_for_standard_input_and_leaves_nothing_of_it()
    {
        string temporary = Directory.CreateDirectory(Tool.PathOf("temporary")).FullName;
        Tool.Environment["TMPDIR"] = temporary;

        using ToolRun run = Tool.Start("send", "-", "-e", "development");
        await run.PressAsync(Orders.Csv(1000));
        await run.WaitUntilAsync(() => Directory.EnumerateFiles(temporary, Copies).Any(copy => new FileInfo(copy).Length > 0));
        run.Signal("INT");
        ToolResult result = await run.FinishAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("Interrupted; nothing was sent.", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(temporary, Copies));
        Assert.Empty(Sandbox.Requests);
    }

    private async Task AssertRefusedAsync(string path, string sentence)
    {
        Tool.Write("good.csv", Orders.Csv(3));

        ToolResult dry = await Tool.RunAsync("send", path, "--dry-run");
        ToolResult sent = await Tool.RunAsync("send", path, "-e", "development");
        ToolResult several = await Tool.RunAsync("send", "good.csv", path, "-e", "development");

        Assert.All([dry, sent, several], result =>
        {
            Assert.Equal(2, result.ExitCode);
            Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(path)}[: ].*{System.Text.RegularExpressions.Regex.Escape(sentence)}", result.Error);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("example.com", result.Error, StringComparison.Ordinal);
        });
        Assert.Empty(Sandbox.Requests);
        Assert.Empty(Directory.EnumerateFiles(Tool.Folder, "*.journal"));
    }

    private static byte[] Content(string name)
    {
        string rows = Orders.Csv(20);
        byte[] workbook = Workbook.Create([["email", "order_id"], .. Enumerable.Range(0, 200).Select(row => new object[] { $"c{row}@example.com", $"{row}" })]);
        return name switch
        {
            "cut.csv.gz" => Compress(rows)[..^20],
            "cut at the last byte.csv.gz" => Compress(rows)[..^1],
            "cut far in.csv.gz" => Compress(Noisy(ManyRows))[..^1000],
            "damaged far in.csv.gz" => DamagedFarIn(Noisy(ManyRows)),
            "damaged far in.ndjson.gz" => DamagedFarIn(string.Concat(Enumerable.Range(1, ManyRows).Select(Json))),
            "damaged second member.csv.gz" => [.. Compress(rows), .. Compress("A9,last@example.com\n")[1..]],
            "cut.xlsx.gz" => Compress(workbook)[..^30],
            "cut.xlsx" => workbook[..(workbook.Length / 2)],
            "damaged.xlsx" => Damage([.. workbook], workbook.AsSpan().IndexOf("xl/worksheets/sheet1.xml"u8) + 300),
            "another archive.zip" => Zip("orders.csv", rows),
            "a missing byte far in.utf16.csv" => Remove(Encoding.Unicode.GetBytes(Orders.Csv(ManyRows / 10)), 400_001),
            "a missing byte.utf16.csv" => Remove(Encoding.Unicode.GetBytes(rows), 601),
            "binary.csv" => [.. "order\0email\0\0\0"u8],
            _ => [],
        };
    }

    // Hardly compressible, so that what is read ahead of the rows is little.
    private static string Noisy(int rows, int numbers = 2)
    {
        var random = new Random(1);
        return "order_id,email,note\n" + string.Concat(Enumerable.Range(1, rows).Select(row => $"{row},c{row}@example.com,{string.Concat(Enumerable.Range(0, numbers).Select(_ => $"{random.NextInt64():x}"))}\n"));
    }

    private static string Json(int row) => $"{{\"email\":\"c{row}@example.com\",\"order_id\":\"{row}\"}}\n";

    private static byte[] DamagedFarIn(string text)
    {
        byte[] content = Compress(text);
        return Damage(content, content.Length - 1000);
    }

    private static byte[] Damage(byte[] content, int at)
    {
        content.AsSpan(at, 16).Fill(0x55);
        return content;
    }

    private static byte[] Remove(byte[] content, int at) => [.. content[..at], .. content[(at + 1)..]];

    private static byte[] Compress(string text) => Compress(Encoding.UTF8.GetBytes(text));

    private static byte[] Compress(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static byte[] Zip(string name, string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry(name).Open()))
        {
            writer.Write(text);
        }

        return memory.ToArray();
    }
}
