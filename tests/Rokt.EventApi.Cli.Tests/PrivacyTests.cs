using System.Net;
using System.Text;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>
/// Whatever becomes of a file whose every cell is a mark, no mark is in what rokt prints or writes: text, JSON and journal alike. The
/// rejects are the user's own rows, and hold them.
/// </summary>
public sealed class PrivacyTests() : ToolTests(new EventApiSandboxOptions { ApiKey = "key-of-the-sandbox", ApiSecret = Secret })
{
    private const string Mark = "zqxmark";
    private const string Secret = "zqxsecret";
    private const string Echo = $$"""{"errors":[{"code":"{{Mark}}","message":"{{Mark}} is wrong"},{"code":"{{Mark}}@EXAMPLE 1","message":"m"},{"code":"QUOTED","message":"m"}]}""";

    private static readonly string[] Marks = [Mark, Secret, "4155550199", "4711.17", "1999-12-31"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Tool.Environment["Rokt__Retry__MaxRetryAttempts"] = "0";
    }

    [Theory]
    [InlineData(202, 0, "2 accepted")]
    [InlineData(400, 1, "2 rejected")]
    [InlineData(403, 2, "refuses the account (403)")]
    [InlineData(429, 3, "429, ?, ?, QUOTED")]
    [InlineData(503, 3, "503, ?, ?, QUOTED")]
    public async Task What_is_sent(int statusCode, int exitCode, string evidence)
    {
        if (statusCode != 202)
        {
            Sandbox.Arm(SandboxFault.Status(statusCode, body: Echo).ForShare(1));
        }

        Tool.Write("orders.csv", File(Row(1), Row(2)));

        ToolResult text = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        ToolResult json = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--json", "--journal", "other.journal", "--rejects", "other.rejects.csv");

        Assert.Equal((exitCode, exitCode), (text.ExitCode, json.ExitCode));
        Assert.Contains(evidence, text.Output, StringComparison.Ordinal);
        AssertNothingIsDisclosed(text, json);
    }

    [Theory]
    [InlineData("email", "(rows 2, 3)")]
    [InlineData("phone", "3 conversions to send")]
    [InlineData("currency", "(rows 2, 3)")]
    [InlineData("amount", "(rows 2, 3)")]
    [InlineData("quantity", "(rows 2, 3)")]
    [InlineData("date", "(rows 2, 3)")]
    [InlineData("ip", "(rows 2, 3)")]
    public async Task What_breaks_a_rule(string column, string evidence)
    {
        Tool.Write("orders.csv", File(Row(1), Row(2, column), Row(3, column)));

        ToolResult dry = await Tool.RunAsync("send", "orders.csv", "--dry-run");
        ToolResult json = await Tool.RunAsync("send", "orders.csv", "--dry-run", "--json");
        ToolResult sent = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--max-invalid", "100");

        Assert.Contains(evidence, dry.Output, StringComparison.Ordinal);
        AssertNothingIsDisclosed(dry, json, sent);
    }

    [Theory]
    [InlineData("an open quotation mark", "orders.csv", "order_id,email\n1,\"zqxmark@example.com\n2,zqxmark\n")]
    [InlineData("a quotation mark within", "orders.csv", "order_id,email\n1,zq\"xmark@example.com\n2,\"zqx\"mark\"\n")]
    [InlineData("more cells than columns", "orders.csv", "order_id,email\n1,zqxmark@example.com,zqxmark,zqxmark\n")]
    [InlineData("no columns' names", "orders.csv", "zqxmark1,zqxmark@example.com,17.00,EUR\nzqxmark2,zqxmark@example.com,17.00,EUR\n")]
    [InlineData("neither columns' names nor addresses", "orders.csv", "zqxmark1,zqxmark,4155550199,17.00,EUR\nzqxmark2,zqxmark,4155550199,17.00,EUR\n")]
    [InlineData("a word among values that is the name of a column", "orders.csv", "zqxmark1,zqxmark,email,4155550199\nzqxmark2,zqxmark,email,4155550199\n")]
    [InlineData("a JSON array", "orders.json", "[{\"email\":\"zqxmark@example.com\"}]")]
    [InlineData("damaged JSON", "orders.ndjson", "{\"email\":\"zqxmark@example.com\"}\n{\"email\":\"zqxmark@example.com\" zqxmark\n")]
    [InlineData("JSON of another kind", "orders.ndjson", "{\"email\":{\"zqxmark\":[\"zqxmark\"]},\"amount\":\"zqxmark\"}\n\"zqxmark\"\n")]
    [InlineData("a damaged event of the SDK", "orders.csv", "order_id,event\n1,\"{\"\"environment\"\":\"\"zqxmark\"\",zqxmark\"\n")]
    [InlineData("a line that is cut off", "orders.ndjson", "{\"email\":\"zqxmark@example.com\",\"name\":\"zqxmark\"}\n{\"email\":\"zqxmark@exam")]
    [InlineData("HTML", "orders.xls", "<html><td>zqxmark@example.com</td></html>")]
    [InlineData("a damaged workbook", "orders.xlsx", "PK\u0003\u0004zqxmark@example.com")]
    public async Task What_cannot_be_read(string what, string name, string text)
    {
        Tool.Write(name, text);

        ToolResult dry = await Tool.RunAsync("send", name, "--dry-run");
        ToolResult json = await Tool.RunAsync("send", name, "--dry-run", "--json");
        ToolResult mapped = await Tool.RunAsync("send", name, "--dry-run", "--map", "email=Customer");
        ToolResult sent = await Tool.RunAsync("send", name, "-e", "development");

        Assert.True(dry.Output.Length + dry.Error.Length > 0, what);
        Assert.DoesNotContain("   at Rokt.", dry.Error + sent.Error, StringComparison.Ordinal);
        AssertNothingIsDisclosed(dry, json, mapped, sent);
    }

    [Theory]
    [InlineData(202, "accepted (202)")]
    [InlineData(400, "rejected with 400, ?, ?, QUOTED")]
    [InlineData(403, "403: key, secret and pod do not fit together")]
    [InlineData(503, "unavailable (503, ?, ?, QUOTED)")]
    public async Task What_is_checked(int statusCode, string evidence)
    {
        if (statusCode != 202)
        {
            Sandbox.Arm(SandboxFault.Status(statusCode, body: Echo).ForShare(1));
        }

        ToolResult text = await Tool.RunAsync("check");
        ToolResult json = await Tool.RunAsync("check", "--json");

        Assert.Contains(evidence, text.Output, StringComparison.Ordinal);
        AssertNothingIsDisclosed(text, json);
    }

    [Fact]
    public async Task Settings_that_are_wrong()
    {
        Tool.Write("orders.csv", File(Row(1)));
        Tool.Write("rokt.json", $$"""{"Rokt": {"ApiKey": "{{Secret}}", "ApiSecret": "{{Secret}}" {{Secret}} }""");
        Tool.Environment["Rokt__ApiKey"] = $"{Secret}:{Secret}";
        Tool.Environment["Rokt__ApiSecret"] = $"{Secret}\u0001";

        ToolResult wrong = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        ToolResult damaged = await Tool.RunAsync("check", "--settings", "rokt.json");
        System.IO.File.Delete(Tool.PathOf("rokt.json"));

        Assert.Equal((2, 2), (wrong.ExitCode, damaged.ExitCode));
        AssertNothingIsDisclosed(wrong, damaged);
    }

    [Fact]
    public async Task What_the_sandbox_receives()
    {
        using ToolRun run = Tool.Start("sandbox", "--port", "0");
        string welcome = await run.WaitForOutputAsync("v2/events\n");
        string address = welcome.Split('\n').Single(line => line.EndsWith("v2/events", StringComparison.Ordinal)).Split(' ')[^1];
        using (var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }))
        {
            string key = Convert.ToBase64String("sandbox-key:sandbox-secret"u8);
            foreach ((string authorization, string body) in new[] { ($"Basic {key}", Echo), ($"Basic {key}", $"{{\"{Mark}\":{Mark}"), ($"Basic {Mark}", Echo), (Mark, "") })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}?email={Mark}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
                Assert.NotEqual(HttpStatusCode.InternalServerError, (await http.SendAsync(request, Cancellation)).StatusCode);
            }
        }

        run.Signal("INT");
        ToolResult ended = await run.FinishAsync();

        Assert.Equal(0, ended.ExitCode);
        AssertNothingIsDisclosed(ended);
    }

    private static string File(params string[] rows) =>
        string.Join('\n', ["order_id,email,first_name,last_name,phone,amount,currency,quantity,order_date,product,ip_address,date_of_birth", .. rows]) + "\n";

    // A mark in the place of a value that must have a form breaks its rule.
    private static string Row(int number, string? broken = null) => string.Join(
        ',',
        $"{Mark}{number}",
        broken == "email" ? $"{Mark} at example" : $"{Mark}@example.com",
        Mark,
        Mark,
        broken == "phone" ? Mark : "+14155550199",
        broken == "amount" ? Mark : "4711.17",
        broken == "currency" ? Mark : "USD",
        broken == "quantity" ? Mark : "1",
        broken == "date" ? Mark : DateTimeOffset.UtcNow.AddDays(-2).ToString("O"),
        Mark,
        broken == "ip" ? Mark : "198.51.100.77",
        "1999-12-31");

    private void AssertNothingIsDisclosed(params ToolResult[] results)
    {
        var shown = new StringBuilder();
        foreach (ToolResult result in results)
        {
            shown.AppendLine(result.Output).AppendLine(result.Error);
        }

        foreach (string path in Directory.EnumerateFiles(Tool.Folder, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetFileName(path);
            if (!name.EndsWith(".rejects.csv", StringComparison.Ordinal) && !name.StartsWith("orders.", StringComparison.Ordinal))
            {
                shown.AppendLine(name).AppendLine(System.IO.File.ReadAllText(path));
            }
            else if (name.EndsWith(".journal", StringComparison.Ordinal))
            {
                shown.AppendLine(System.IO.File.ReadAllText(path));
            }
        }

        Assert.All(Marks, mark => Assert.DoesNotContain(mark, shown.ToString(), StringComparison.OrdinalIgnoreCase));
    }
}
