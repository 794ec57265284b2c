using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>A body that cannot be read is refused with its cause, line and position.</summary>
public sealed class SyntaxTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<byte[], string> Malformed => new()
    {
        { ""u8.ToArray(), "empty (line 1, position 1)" },
        { " \n "u8.ToArray(), "empty (line 2, position 2)" },
        { "{"u8.ToArray(), "malformed: it ends too early (line 1, position 2)" },
        { "{\n\"environment\": \"devel"u8.ToArray(), "malformed: it ends too early (line 2" },
        { "{} {}"u8.ToArray(), "malformed (line 1, position 4)" },
        { "{\n  \"environment\":\"development\",\n}"u8.ToArray(), "malformed (line 3, position 1)" },
        { "{'a':1}"u8.ToArray(), "malformed (line 1, position 2)" },
        { "{\n  // why\n  \"a\":1}"u8.ToArray(), "has a comment: JSON has none (line 2, position 3)" },
        { "{\"a\":/*1*/1}"u8.ToArray(), "has a comment: JSON has none (line 1, position 6)" },
        { "{\"a\":1,\n \"a\":2}"u8.ToArray(), "the same member twice (line 2, position 2)" },
        { "{\"a\":1, \"\\u0061\":2}"u8.ToArray(), "the same member twice (line 1, position 9)" },
        { "{\"a\":{\"b\":1,\"b\":2}}"u8.ToArray(), "the same member twice (line 1, position 13)" },
        { [0xEF, 0xBB, 0xBF, .. "{}"u8], "byte order mark (line 1, position 1)" },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")], "byte order mark of UTF-16 (line 1, position 1)" },
        { Encoding.Latin1.GetBytes("{\n\"firstname\":\"Jörg\"}"), "not valid UTF-8 (line 2, position 15)" },
        { "{\"a\":\"\\ud83d\"}"u8.ToArray(), "half of a surrogate pair, as text cut in the middle of a character does (line 1, position 6)" },
        { "{\"\\udc00\":1}"u8.ToArray(), "half of a surrogate pair" },
        { Encoding.UTF8.GetBytes(Nested(65)), "nested more than 64 levels deep (line 1, position 65)" },
        { "1"u8.ToArray(), "must be a JSON object" },
        { "null"u8.ToArray(), "must be a JSON object" },
        { "[]"u8.ToArray(), "/v2/bulkevents" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task It_is_refused_with_its_cause_and_place(byte[] body, string message)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        HttpResponseMessage response = await client.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        SandboxFinding finding = Assert.Single(sandbox.Requests[0].Findings);
        Assert.Equal(SandboxGrade.Refused, finding.Grade);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(finding.Message), JsonElementOf(await response.Content.ReadAsStringAsync(Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_of_the_same_name_in_different_objects_and_64_levels_are_well_formed()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);

        await client.PostAsync("""{"a":{"a":1},"b":[{"a":1},{"a":1}]}""");
        await client.PostAsync(Nested(64));

        Assert.All(sandbox.Requests, request => Assert.DoesNotContain(request.Findings, finding =>
            finding.Message.Contains("twice", StringComparison.Ordinal) || finding.Message.Contains("deep", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData(null)]
    public async Task A_compressed_body_is_a_media_type_that_the_API_does_not_take(string? contentEncoding)
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        using var client = new RawClient(sandbox);
        using var stream = new MemoryStream();
        await using (var gzip = new GZipStream(stream, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(RawClient.Body("complete")), Cancellation);
        }

        HttpResponseMessage response = await client.PostAsync(stream.ToArray(), request =>
        {
            if (contentEncoding is not null)
            {
                request.Content!.Headers.ContentEncoding.Add(contentEncoding);
            }
        });

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("gzip", Assert.Single(sandbox.Requests[0].Findings).Message, StringComparison.Ordinal);
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static string JsonElementOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("errors")[0].GetProperty("message").GetString()!;
    }
}
