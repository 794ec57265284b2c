using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Tests;

public sealed class RecordFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_request_becomes_a_line_of_JSON_without_the_credentials()
    {
        string file = Path.Combine(_folder.FullName, "requests.ndjson");
        for (int run = 0; run < 2; run++)
        {
            await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { RecordFile = file }, Cancellation);
            using var client = new RawClient(sandbox);
            await client.PostAsync(RawClient.Body("guide-example"));
            await client.PostAsync("{");
        }

        string[] lines = await File.ReadAllLinesAsync(file, Cancellation);

        Assert.Equal(4, lines.Length);
        JsonElement first = Parse(lines[0]);
        Assert.Equal((1, 202), (first.GetProperty("number").GetInt32(), first.GetProperty("statusCode").GetInt32()));
        Assert.Equal(RawClient.Body("guide-example"), first.GetProperty("body").GetString());
        Assert.Equal("Basic •••", first.GetProperty("headers").GetProperty("Authorization").GetString());
        Assert.Contains("malformed", Parse(lines[1]).GetProperty("refused")[0].GetString(), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task A_disk_that_is_full_is_reported_and_no_matter_of_the_clients()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full on this machine.");
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { RecordFile = "/dev/full" }, Cancellation);
        using var client = new RawClient(sandbox);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        Assert.Null(sandbox.RecordProblem);

        Assert.Equal(202, (int)(await client.PostAsync(RawClient.Body("complete"))).StatusCode);
        Assert.Equal(202, (int)(await client.PostAsync(RawClient.Body("complete"))).StatusCode);

        Assert.StartsWith("2 requests are missing from the file that is recorded to: ", sandbox.RecordProblem, StringComparison.Ordinal);
        using var reader = new StreamReader(await http.GetStreamAsync("/sandbox/live", Cancellation));
        string? line;
        while ((line = await reader.ReadLineAsync(Cancellation))?.StartsWith("data: ", StringComparison.Ordinal) == false)
        {
        }

        Assert.Equal(sandbox.RecordProblem, Parse(line!["data: ".Length..]).GetProperty("recordProblem").GetString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_reported_at_the_start() =>
        await Assert.ThrowsAnyAsync<IOException>(() =>
            EventApiSandbox.StartAsync(new EventApiSandboxOptions { RecordFile = Path.Combine(_folder.FullName, "missing", "file") }, Cancellation));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
