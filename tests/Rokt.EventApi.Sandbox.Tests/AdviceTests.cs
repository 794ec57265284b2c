using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>What the real API would accept without a word, but the sender would want to know.</summary>
public sealed class AdviceTests
{
    private const string Attributes = "events[0].data.custom_attributes";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, Action<JsonObject>> Advice => new()
    {
        { "environment", "live data", root => root["environment"] = "production" },
        { "user_identities", "email or other", root => root["user_identities"] = new JsonObject { ["customerid"] = "7" } },
        { "user_identities.email", "a hash", root => root["user_identities"]!["email"] = new string('a', 64) },
        { "user_identities.email", "no e-mail address", root => root["user_identities"]!["email"] = "john" },
        { "user_identities.other", "an address", root => root["user_identities"]!["other"] = "john.doe@example.com" },
        { "user_identities.other", "lower case", root => root["user_identities"]!["other"] = new string('A', 64) },
        { "user_attributes.mobile", "phone number", root => root["user_attributes"]!["mobile"] = "call me on 1234567" },
        { "user_attributes.mobile", "phone number", root => root["user_attributes"]!["mobile"] = "123456" },
        { "user_attributes.dob", "19991231", root => root["user_attributes"]!["dob"] = "12/31/1999" },
        { "user_attributes.gender", "m or f", root => root["user_attributes"]!["gender"] = "male" },
        { "user_attributes", "0 of", root => root.Remove("user_attributes") },
        { "user_attributes", "2 of", root => root["user_attributes"] = new JsonObject { ["firstname"] = "John", ["mobilesha256"] = new string('a', 64) } },
        { "user_attributes", "cuts", root => root["user_attributes"]![new string('n', 257)] = 1 },
        { Attributes, "cuts", root => Conversion(root)[new string('n', 257)] = 1 },
        { $"{Attributes}.confirmationref", "deduplicates", root => Conversion(root).Remove("confirmationref") },
        { $"{Attributes}.confirmationref", "deduplicates", root => Conversion(root)["confirmationref"] = " " },
        { $"{Attributes}.confirmationref", "deduplicates", root => root["events"]![0]!["data"]!.AsObject().Remove("custom_attributes") },
        { "events", "counts them once", root => root["events"]!.AsArray().Add(root["events"]![0]!.DeepClone()) },
    };

    [Theory]
    [MemberData(nameof(Advice))]
    public async Task It_is_accepted_with_advice(string path, string message, Action<JsonObject> change)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = JsonNode.Parse(RawClient.Body("guide-example"))!.AsObject();
        change(root);

        HttpResponseMessage response = await client.PostAsync(root.ToJsonString());

        Assert.Equal(202, (int)response.StatusCode);
        SandboxFinding advice = Assert.Single(sandbox.Requests[0].Advice);
        Assert.Equal(path, advice.Path);
        Assert.Contains(message, advice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_256_characters_and_the_guides_example_need_none()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = JsonNode.Parse(RawClient.Body("guide-example"))!.AsObject();
        Conversion(root)[new string('n', 256)] = 1;

        await client.PostAsync(root.ToJsonString());

        Assert.Empty(sandbox.Requests[0].Advice);
    }

    [Fact]
    public async Task An_audience_update_needs_no_confirmation_reference()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        JsonObject root = JsonNode.Parse(RawClient.Body("guide-example"))!.AsObject();
        root["events"]![0]!["data"] = new JsonObject
        {
            ["event_name"] = "audiencemembershipupdate",
            ["custom_event_type"] = "other",
            ["custom_attributes"] = new JsonObject { ["audience_name"] = "buyers", ["status"] = "add" },
        };

        await client.PostAsync(root.ToJsonString());

        Assert.Equal((202, 0), (sandbox.Requests[0].StatusCode, sandbox.Requests[0].Advice.Count));
    }

    [Fact]
    public async Task A_confirmation_reference_that_was_accepted_before_makes_a_duplicate()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        string body = RawClient.Body("guide-example");
        sandbox.Arm(SandboxFault.Status(503));

        await client.PostAsync(body);
        await client.PostAsync(body);
        await client.PostAsync(body.Replace("100.00", "99.00", StringComparison.Ordinal));
        await client.PostAsync(body.Replace("XYZ123", "XYZ124", StringComparison.Ordinal));

        Assert.Equal([null, null, 2, null], sandbox.Requests.Select(request => request.DuplicateOf));
        Assert.Contains("with request 2 before", Assert.Single(sandbox.Requests[2].Advice).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_answer_was_lost_counts_as_the_first_of_its_duplicates()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.DropConnection(afterReadingBody: true));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(RawClient.Body("guide-example")));
        await client.PostAsync(RawClient.Body("guide-example"));

        Assert.Equal((2, 1), (sandbox.Requests[1].Attempt, sandbox.Requests[1].DuplicateOf));
    }

    [Fact]
    public async Task A_repeat_of_what_was_not_accepted_is_an_attempt_and_a_repeat_of_what_was_accepted_is_not()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(500, times: 2));

        for (int i = 0; i < 4; i++)
        {
            await client.PostAsync(RawClient.Body("guide-example"));
        }

        Assert.Equal([1, 2, 3, 1], sandbox.Requests.Select(request => request.Attempt));
    }

    [Fact]
    public async Task A_client_that_comes_back_before_its_Retry_After_is_told_so()
    {
        var clock = new FakeTimeProvider();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { TimeProvider = clock }, Cancellation);
        using var client = new RawClient(sandbox);
        sandbox.Arm(SandboxFault.Status(429, times: 2, retryAfter: TimeSpan.FromSeconds(10)));

        await client.PostAsync(RawClient.Body("guide-example"));
        clock.Advance(TimeSpan.FromSeconds(9.5));
        await client.PostAsync(RawClient.Body("guide-example"));
        clock.Advance(TimeSpan.FromSeconds(10));
        await client.PostAsync(RawClient.Body("guide-example"));

        Assert.Equal("It came 0.5 s before the Retry-After of request 1 was over.", Assert.Single(sandbox.Requests[1].Advice).Message);
        Assert.Empty(sandbox.Requests[2].Advice);
    }

    private static JsonObject Conversion(JsonObject root) => root["events"]![0]!["data"]!["custom_attributes"]!.AsObject();
}
