using System.Text.Json;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Sending, with everything that can come between.</summary>
public sealed class SendTests : ToolTests
{
    private static readonly string[] MappedAttributes = ["confirmationref", "amount", "currency", "conversiontype", "tier"];

    [Fact]
    public async Task All_accepted_is_exit_code_0_and_a_second_time_sends_nothing()
    {
        Tool.Write("orders.csv", Orders.Csv(20));

        ToolResult first = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        ToolResult second = await Tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("20 accepted, 0 rejected", first.Output, StringComparison.Ordinal);
        Assert.Contains("orders.csv was sent already (20 conversions accepted", second.Output, StringComparison.Ordinal);
        Assert.Equal(20, Received.References(Sandbox).Distinct().Count());
        Assert.False(File.Exists(Tool.PathOf("orders.csv.rejects.csv")));
    }

    [Fact]
    public async Task Rejected_rows_are_written_with_their_rules_and_can_be_corrected_and_sent()
    {
        Tool.Write("orders.csv", Orders.Csv(20, number => Orders.Row(number, number == 7 ? "broken" : number == 9 ? "" : null)));

        ToolResult first = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        string[] rejects = await File.ReadAllLinesAsync(Tool.PathOf("orders.csv.rejects.csv"), Cancellation);

        Assert.Equal(1, first.ExitCode);
        Assert.Equal(Orders.Header + ",rokt_row,rokt_path,rokt_rule", rejects[0]);
        Assert.StartsWith("A000007,broken,Ada,North,", rejects[1], StringComparison.Ordinal);
        Assert.Contains("\"Mug, 7\",7,user_identities.email,\"An e-mail address has the form", rejects[1], StringComparison.Ordinal);
        Assert.Contains("\"Mug, 9\",9,user_identities.email,An e-mail address or its SHA-256 is required.", rejects[2], StringComparison.Ordinal);

        Tool.Write("orders.csv.rejects.csv", string.Join('\n', rejects)
            .Replace("broken", "seven@example.com", StringComparison.Ordinal)
            .Replace("A000009,,", "A000009,nine@example.com,", StringComparison.Ordinal));
        ToolResult second = await Tool.RunAsync("send", "orders.csv.rejects.csv", "-e", "development");

        Assert.Equal(0, second.ExitCode);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"A{number:000000}"), Received.References(Sandbox).Order());
        Assert.DoesNotContain(Received.Accepted(Sandbox), batch => batch.GetRawText().Contains("rokt_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_break_a_rule_are_rejected_in_the_order_of_the_file()
    {
        Tool.Write("orders.csv", Orders.Csv(600, number => Orders.Row(number, "broken")));

        await Tool.RunAsync("send", "orders.csv", "-e", "development", "--max-invalid", "100");

        IEnumerable<string> rejects = File.ReadLines(Tool.PathOf("orders.csv.rejects.csv")).Skip(1).Select(line => line.Split(',')[0]);
        Assert.Equal(Enumerable.Range(1, 600).Select(number => $"A{number:000000}"), rejects);
    }

    [Fact]
    public async Task What_the_server_rejects_is_written_with_its_codes()
    {
        Tool.Write("orders.csv", Orders.Csv(3));
        Sandbox.Arm(SandboxFault.Status(400, body: """{"errors":[{"code":"BAD_REQUEST","message":"not today"}]}"""));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--rate", "5");
        string rejects = await File.ReadAllTextAsync(Tool.PathOf("orders.csv.rejects.csv"), Cancellation);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("\"the server responded 400, BAD_REQUEST: not today\"", rejects, StringComparison.Ordinal);
        Assert.Equal(2, Received.References(Sandbox).Distinct().Count());

        Assert.Equal(1, (await Tool.RunAsync("send", "orders.csv", "-e", "development")).ExitCode);
        Assert.Equal(2, Received.References(Sandbox).Distinct().Count());
        Assert.Equal(rejects, await File.ReadAllTextAsync(Tool.PathOf("orders.csv.rejects.csv"), Cancellation));
    }

    [Fact]
    public async Task Faults_are_retried_and_counted()
    {
        Tool.Write("orders.csv", Orders.Csv(30));
        Sandbox.Arm(SandboxFault.Status(503, times: 2));
        Sandbox.Arm(SandboxFault.Status(429, times: 1, retryAfter: TimeSpan.FromSeconds(1)));

        (ToolResult result, JsonElement report) = await Tool.RunJsonAsync("send", "orders.csv", "-e", "development");

        JsonElement sent = report.GetProperty("files")[0].GetProperty("sent");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal((30, 0, 3, 0), (sent.GetProperty("accepted").GetInt32(), sent.GetProperty("rejected").GetInt32(), sent.GetProperty("retried").GetInt32(), sent.GetProperty("left").GetInt32()));
    }

    [Fact]
    public async Task The_rate_leaves_the_rest_of_the_accounts_limit_to_others()
    {
        Tool.Write("orders.csv", Orders.Csv(40));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--rate", "10");

        DateTimeOffset[] times = [.. Sandbox.Requests.Select(request => request.ReceivedAt).Order()];
        Assert.Equal((0, 40), (result.ExitCode, times.Length));
        Assert.InRange((times.Length - 1) / (times[^1] - times[0]).TotalSeconds, 2, 15);
    }

    [Fact]
    public async Task An_API_that_stays_away_is_exit_code_3_and_the_same_command_continues()
    {
        Tool.Write("orders.csv", Orders.Csv(20));
        Tool.Environment["Rokt__Retry__MaxRetryAttempts"] = "0";
        Sandbox.Arm(SandboxFault.Status(503, times: 20));

        ToolResult first = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        Sandbox.Clear();
        ToolResult second = await Tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Equal((3, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("The API is unavailable", first.Output, StringComparison.Ordinal);
        Assert.Contains("left: the same command continues.", first.Output, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"A{number:000000}"), Received.References(Sandbox).Distinct().Order());
    }

    [Fact]
    public async Task Refused_credentials_end_the_run_and_reject_no_row()
    {
        Tool.Write("orders.csv", Orders.Csv(50));
        Tool.Environment["Rokt__ApiSecret"] = "another";

        ToolResult refused = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        Tool.Environment.Clear();
        ToolResult accepted = await Tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Equal((2, 0), (refused.ExitCode, accepted.ExitCode));
        Assert.Contains("The API refuses the account (403)", refused.Output, StringComparison.Ordinal);
        Assert.Contains("50 accepted, 0 rejected", accepted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_is_recognized_and_nothing_is_sent()
    {
        Tool.Write("orders.csv", Orders.Csv(5));
        await Tool.RunAsync("send", "orders.csv", "-e", "development");
        Tool.Write("orders.csv", Orders.Csv(6));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("is of this file before it was changed", result.Error, StringComparison.Ordinal);
        Assert.Equal(5, Received.References(Sandbox).Distinct().Count());
    }

    [Fact]
    public async Task A_file_that_changes_while_it_is_sent_ends_the_run()
    {
        Tool.Write("orders.csv", Orders.Csv(3000));

        using ToolRun run = Tool.Start("send", "orders.csv", "-e", "development");
        await run.WaitForRequestsAsync(50);
        File.AppendAllText(Tool.PathOf("orders.csv"), Orders.Row(3001) + "\n");
        ToolResult result = await run.FinishAsync();

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("was changed while it was sent", result.Output, StringComparison.Ordinal);
        Assert.InRange(Received.References(Sandbox).Count, 50, 2000);
    }

    [Fact]
    public async Task A_file_sent_to_development_is_not_sent_to_production_yet()
    {
        Tool.Write("orders.csv", Orders.Csv(3));
        await Tool.RunAsync("send", "orders.csv", "-e", "development");

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "production", "--yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["development", "development", "development", "production", "production", "production"], Received.Accepted(Sandbox).Select(batch => batch.GetProperty("environment").GetString()));
    }

    [Fact]
    public async Task Production_without_a_terminal_and_without_yes_is_refused()
    {
        Tool.Write("orders.csv", Orders.Csv(3));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "production");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Sending 3 conversions to production (key sand…, http://127.0.0.1:", result.Output, StringComparison.Ordinal);
        Assert.Contains("add --yes", result.Output, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
        Assert.Equal(["orders.csv"], Directory.EnumerateFiles(Tool.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    public async Task More_than_a_tenth_of_invalid_rows_stops_before_sending(int invalid, int exitCodeOfGuard)
    {
        Tool.Write("orders.csv", Orders.Csv(100, number => Orders.Row(number, number <= invalid ? "broken" : null)));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development");
        ToolResult allowed = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--max-invalid", "11");

        Assert.Equal(exitCodeOfGuard == 0, result.Output.Contains("90 accepted, 10 rejected", StringComparison.Ordinal));
        Assert.Equal(exitCodeOfGuard == 1, result.Output.Contains("11 % of the first 100 orders are invalid", StringComparison.Ordinal));
        Assert.Equal((1, 1), (result.ExitCode, allowed.ExitCode));
        Assert.Equal(100 - invalid, Received.References(Sandbox).Distinct().Count());
    }

    [Fact]
    public async Task Orders_older_than_30_days_are_rejected_unless_they_are_allowed()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        Tool.Write("orders.csv", Orders.Csv(4, number => Orders.Row(number, time: now.AddDays(number <= 2 ? -31 : -29))));

        (ToolResult rejected, JsonElement report) = await Tool.RunJsonAsync("send", "orders.csv", "--dry-run");
        ToolResult allowed = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--allow-old");

        JsonElement file = report.GetProperty("files")[0];
        Assert.Equal((2, 2), (file.GetProperty("rejected").GetInt32(), file.GetProperty("olderThan30Days").GetInt32()));
        Assert.Equal((1, 0), (rejected.ExitCode, allowed.ExitCode));
        Assert.Equal(4, Received.References(Sandbox).Distinct().Count());
    }

    [Fact]
    public async Task Only_digests_of_addresses_leave_with_hash_emails()
    {
        Tool.Write("orders.csv", Orders.Csv(2, number => Orders.Row(number, number == 1 ? " Test@Example.com" : new string('A', 64))));

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--hash-emails");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b", new string('a', 64)],
            Received.Accepted(Sandbox).Select(batch => Received.Member(batch, "user_identities.other")!.Value.GetString()!.ToLowerInvariant()).Order());
        Assert.DoesNotContain(Sandbox.Requests, request => request.BodyText.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_digests_of_addresses_leave_of_events_in_the_SDKs_JSON_too()
    {
        string json = ConversionEvent.CreateBuilder().WithEmail("test@example.com").WithConversionType("purchase").WithConfirmationRef("1").Build().ToJson();
        Tool.Write("events.ndjson", json + "\n");

        ToolResult result = await Tool.RunAsync("send", "events.ndjson", "-e", "development", "--hash-emails");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b", Assert.Single(Sandbox.Requests).BodyText, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('@', Sandbox.Requests[0].BodyText);
    }

    [Fact]
    public async Task Several_files_are_sent_by_a_wildcard_and_standard_input_by_a_dash()
    {
        Tool.Write("a.csv", Orders.Csv(2));
        Tool.Write("b.csv", Orders.Csv(2, number => Orders.Row(number + 10)));
        Tool.Write("b.csv.rejects.csv", Orders.Csv(1, number => Orders.Row(number + 20)));

        ToolResult files = await Tool.RunAsync("send", "*.csv", "./a.csv", "-e", "development");
        ToolResult input = await Tool.RunWithInputAsync(System.Text.Encoding.UTF8.GetBytes(Orders.Csv(1, _ => Orders.Row(30))), "send", "-", "-e", "development");

        Assert.Equal((0, 0), (files.ExitCode, input.ExitCode));
        Assert.Equal(["A000001", "A000002", "A000011", "A000012", "A000030"], Received.References(Sandbox).Order());
    }

    [Fact]
    public async Task A_mapping_is_given_saved_and_used_again()
    {
        Tool.Write("orders.csv", "Ref;Mail address;Sum;Tier;When\nX1;ada@example.com;1.234,50;gold;2026-01-31\n");
        string[] mapping = ["--map", "email=Mail address", "--map", "amount=Sum", "--map", "custom_attributes.tier=Tier", "--map", "eventtime=When", "--set", "conversiontype=purchase", "--confirmation-ref-from", "Ref", "--currency", "EUR", "--time-zone", "Europe/Berlin"];

        ToolResult first = await Tool.RunAsync(["send", "orders.csv", "-e", "development", "--allow-old", .. mapping, "--save-map", "map.json"]);
        File.Delete(Tool.PathOf("orders.csv.development.journal"));
        ToolResult second = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--allow-old", "--map-file", "map.json");

        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(2, Received.Accepted(Sandbox).Count);
        Assert.All(Received.Accepted(Sandbox), batch =>
        {
            Assert.Equal("X1 1234.50 EUR purchase gold", string.Join(' ', MappedAttributes.Select(name => Received.Attribute(batch, name))));
            Assert.Equal(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.FromHours(1)).ToUnixTimeMilliseconds(), Received.Member(batch, "events.data.timestamp_unixtime_ms")!.Value.GetInt64());
        });
    }

    [Theory]
    [InlineData("send", "orders.csv")]
    [InlineData("send", "missing.csv", "-e", "development")]
    [InlineData("send", "orders.csv", "-e", "staging")]
    [InlineData("send", "orders.csv", "-e", "development", "--map", "email=nothing")]
    [InlineData("send", "orders.csv", "-e", "development", "--map", "nothing=email")]
    [InlineData("send", "orders.csv", "-e", "development", "--time-zone", "Mars/Olympus")]
    [InlineData("send", "orders.csv", "-e", "development", "--profile", "nobody")]
    [InlineData("send", "orders.csv", "-e", "development", "--settings", "missing.json")]
    [InlineData("send", "orders.csv", "-e", "development", "--rate", "0")]
    [InlineData("send", "orders.csv", "-e", "development", "--date-order", "year-first")]
    [InlineData("dispatch", "orders.csv")]
    public async Task What_the_user_has_to_correct_is_exit_code_2_and_one_message(params string[] arguments)
    {
        Tool.Write("orders.csv", Orders.Csv(1));

        ToolResult result = await Tool.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.InRange(result.Error.Trim().Length, 10, 1500);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(Sandbox.Requests);
    }

    [Fact]
    public async Task A_profile_that_others_can_read_is_refused_and_one_of_the_owner_alone_is_used()
    {
        using var tool = new Tool();
        tool.Write("orders.csv", Orders.Csv(1));
        Directory.CreateDirectory(tool.PathOf("rokt"));
        tool.Write("rokt/profiles.json", $$$"""{"shoes": {"ApiKey": "{{{Sandbox.ApiKey}}}", "ApiSecret": "{{{Sandbox.ApiSecret}}}", "BaseAddress": "{{{Sandbox.BaseAddress}}}"}}""");
        File.SetUnixFileMode(tool.PathOf("rokt/profiles.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        ToolResult refused = await tool.RunAsync("send", "orders.csv", "-e", "development", "--profile", "shoes");
        File.SetUnixFileMode(tool.PathOf("rokt/profiles.json"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        ToolResult used = await tool.RunAsync("send", "orders.csv", "-e", "development", "--profile", "shoes");

        Assert.Equal((2, 0), (refused.ExitCode, used.ExitCode));
        Assert.Contains("chmod 600", refused.Error, StringComparison.Ordinal);
        Assert.Single(Sandbox.Requests);
    }

    [Theory]
    [InlineData("shop.csproj")]
    [InlineData("shop-secrets")]
    public async Task Settings_come_from_user_secrets_by_project_or_id(string settings)
    {
        using var tool = new Tool();
        tool.Environment["HOME"] = tool.Folder;
        tool.Environment["DOTNET_USER_SECRETS_FALLBACK_DIR"] = tool.Folder;
        tool.Write("orders.csv", Orders.Csv(1));
        tool.Write("shop.csproj", "<Project><PropertyGroup><UserSecretsId>shop-secrets</UserSecretsId></PropertyGroup></Project>");
        string secrets = Directory.CreateDirectory(tool.PathOf(".microsoft/usersecrets/shop-secrets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "secrets.json"), $$$"""{"Rokt:ApiKey": "{{{Sandbox.ApiKey}}}", "Rokt:ApiSecret": "{{{Sandbox.ApiSecret}}}", "Rokt:BaseAddress": "{{{Sandbox.BaseAddress}}}"}""", Cancellation);
        ToolResult result = await tool.RunAsync("send", "orders.csv", "-e", "development", "--settings", settings);

        Assert.Equal(0, result.ExitCode);
        Assert.Single(Received.References(Sandbox));
    }

    [Theory]
    [InlineData("<Project>", "is no project file")]
    [InlineData("<Project/>", "has no user secrets")]
    public async Task A_project_without_user_secrets_is_reported(string project, string sentence)
    {
        Tool.Write("orders.csv", Orders.Csv(1));
        Tool.Write("shop.csproj", project);

        ToolResult result = await Tool.RunAsync("send", "orders.csv", "-e", "development", "--settings", "shop.csproj");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(sentence, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_json_progress_is_lines_of_JSON_on_standard_error()
    {
        Tool.Write("orders.csv", Orders.Csv(300));

        (ToolResult result, JsonElement report) = await Tool.RunJsonAsync("send", "orders.csv", "-e", "development", "--rate", "150");

        JsonElement[] lines = [.. result.Error.Split('\n').Where(line => line.StartsWith("{\"file\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Single(result.Output.Trim().Split('\n'));
        Assert.Equal(0, report.GetProperty("exitCode").GetInt32());
        Assert.True(lines.Length >= 2, result.Error);
        Assert.All(lines, line => Assert.Equal(("orders.csv", 300), (line.GetProperty("file").GetString(), line.GetProperty("total").GetInt32())));
        Assert.Equal(lines.Select(line => line.GetProperty("accepted").GetInt32()).Order(), lines.Select(line => line.GetProperty("accepted").GetInt32()));
        Assert.Equal((300, 0, 0), (lines[^1].GetProperty("accepted").GetInt32(), lines[^1].GetProperty("rejected").GetInt32(), lines[^1].GetProperty("retried").GetInt32()));
    }

    [Fact]
    public async Task Settings_come_from_a_file_and_are_overridden_by_the_environment()
    {
        using var tool = new Tool();
        tool.Write("orders.csv", Orders.Csv(1));
        tool.Write("appsettings.json", $$$"""{"Rokt": {"ApiKey": "{{{Sandbox.ApiKey}}}", "ApiSecret": "not-the-secret", "BaseAddress": "{{{Sandbox.BaseAddress}}}"}}""");
        ToolResult wrong = await tool.RunAsync("send", "orders.csv", "-e", "development", "--settings", "appsettings.json");
        tool.Environment["Rokt__ApiSecret"] = Sandbox.ApiSecret;
        ToolResult right = await tool.RunAsync("send", "orders.csv", "-e", "development", "--settings", "appsettings.json");

        Assert.Equal((2, 0), (wrong.ExitCode, right.ExitCode));
        Assert.DoesNotContain("not-the-secret", wrong.Output + wrong.Error, StringComparison.Ordinal);
    }
}
