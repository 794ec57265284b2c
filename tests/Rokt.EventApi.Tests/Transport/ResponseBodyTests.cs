using System.Text;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

public sealed class ResponseBodyTests
{
    [Fact]
    public async Task The_servers_codes_and_messages_are_surfaced_unescaped()
    {
        (string Code, string Message)[] errors = await ErrorsOf(
            400, """{"errors":[{"code":"BAD_REQUEST","message":"&lt;b&gt; &amp; &#39;c&#39;"},{"message":"second","code":"OTHER","extra":{"code":"no"}}]}""");

        Assert.Equal([("BAD_REQUEST", "<b> & 'c'"), ("OTHER", "second")], errors);
    }

    [Theory]
    [MemberData(nameof(StatusesWithoutErrors))]
    public async Task A_body_that_means_no_errors_is_none_on_any_status_with_and_without_a_byte_order_mark(int statusCode, string body)
    {
        Assert.Empty(await ErrorsOf(statusCode, body));
        Assert.Empty(await ErrorsOf(statusCode, '\uFEFF' + body));
    }

    public static TheoryData<int, string> StatusesWithoutErrors()
    {
        var data = new TheoryData<int, string>();
        foreach (string body in (string[])["", " \r\n\t", "{}", "{ }", "null", " null ", "\"\"", "\" \"", "{\"errors\":[]}", " { \"errors\" : [ ] } ", "{\"errors\":null}", "{\"requestId\":\"r\",\"errors\":[]}"])
        {
            foreach (int statusCode in (int[])[200, 202, 400, 401, 403, 413, 422])
            {
                data.Add(statusCode, body);
            }
        }

        return data;
    }

    [Fact]
    public async Task A_byte_order_mark_before_good_JSON_is_skipped() => Assert.Equal(
        [("A", "first")],
        await ErrorsOf(400, '\uFEFF' + """{"errors":[{"code":"A","message":"first"}]}"""));

    [Fact]
    public async Task A_body_on_a_202_is_surfaced_too()
    {
        using var test = new ClientUnderTest();
        test.Handler.RespondWithBody(202, """{"errors":[{"code":"PARTIAL","message":"one batch was refused"}]}""");

        SendResult result = await test.SendAsync();

        Assert.Equal(SendStatus.Accepted, result.Status);
        Assert.Equal("PARTIAL", Assert.Single(result.Errors).Code);
    }

    [Theory]
    [InlineData("<html>502</html>")]
    [InlineData("[]")]
    [InlineData("{\"errors\":\"text\"}")]
    [InlineData("{\"errors\":[1,2]}")]
    [InlineData("\u0000\u0001")]
    public async Task A_body_of_another_form_is_surfaced_as_it_is(string body) =>
        Assert.Equal([("unreadable_body", body)], await ErrorsOf(400, body));

    [Theory]
    [InlineData("x", 1024)]
    [InlineData("\uD83D\uDE00", 1024)]
    [InlineData("x\uD83D\uDE00", 1023)]
    [InlineData("e\u0301", 1024)]
    [InlineData("xe\u0301", 1023)]
    [InlineData("\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", 1024)]
    public async Task Text_of_another_form_is_cut_to_1024_at_most_between_characters(string character, int length)
    {
        string text = character.Length == 1 || character[0] != 'x' ? "" : "x";
        string repeated = character[text.Length..];
        text += string.Concat(Enumerable.Repeat(repeated, 5000 / repeated.Length));

        string message = Assert.Single(await ErrorsOf(400, text)).Message;

        Assert.Equal(length, message.Length);
        Assert.StartsWith(message, text, StringComparison.Ordinal);
        Assert.Equal(0, (message.Length - (text[0] == 'x' && repeated != "x" ? 1 : 0)) % repeated.Length);
    }

    [Fact]
    public async Task A_character_with_more_marks_than_fit_is_not_cut_inside_a_surrogate_pair()
    {
        string text = "x" + string.Concat(Enumerable.Repeat("\U000E0101", 2000));

        string message = Assert.Single(await ErrorsOf(400, text)).Message;

        Assert.Equal(1023, message.Length);
    }

    [Fact]
    public async Task Of_a_body_that_breaks_off_inside_a_character_the_characters_before_are_kept()
    {
        byte[] body = [.. "boom "u8, .. "\U0001F600"u8[..3]];

        Assert.Equal([("unreadable_body", "boom ")], await ErrorsOf(400, new ByteArrayContent(body)));
    }

    [Fact]
    public async Task Of_a_body_that_is_cut_off_the_errors_before_the_cut_are_read() => Assert.Equal(
        [("A", "first")],
        await ErrorsOf(400, """{"errors":[{"code":"A","message":"first"},{"code":"B","mess"""));

    [Fact]
    public async Task No_more_than_16_KiB_of_a_body_are_read()
    {
        var stream = new EndlessStream();
        using var test = new ClientUnderTest();
        test.Handler.Respond(400, body: new StreamContent(stream));

        SendResult result = await test.SendAsync();

        Assert.Equal(SendStatus.Rejected, result.Status);
        Assert.Equal(16_384, stream.BytesRead);
    }

    [Fact]
    public async Task A_body_that_breaks_off_leaves_the_status_to_decide()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(400, body: new StreamContent(new EndlessStream { BreaksAfter = 100 }));

        Assert.Equal((SendStatus.Rejected, 1), (await test.SendAsync()) is var result ? (result.Status, result.Attempts) : default);
    }

    [Fact]
    public async Task Whatever_reading_a_body_throws_leaves_the_status_to_decide()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(400, body: new StreamContent(new EndlessStream { BreaksAfter = 100, Fault = new InvalidDataException("of a handler that decompresses") }));

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Rejected, 1), (result.Status, result.Attempts));
    }

    private static Task<(string Code, string Message)[]> ErrorsOf(int statusCode, string body) =>
        ErrorsOf(statusCode, new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<(string Code, string Message)[]> ErrorsOf(int statusCode, HttpContent body)
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(statusCode, body: body);
        SendResult result = await test.SendAsync();
        return [.. result.Errors.Select(error => (error.Code, error.Message))];
    }

    private sealed class EndlessStream : Stream
    {
        public int BytesRead { get; private set; }

        public int BreaksAfter { get; init; } = int.MaxValue;

        public Exception Fault { get; init; } = new IOException("broken");

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (BytesRead >= BreaksAfter)
            {
                throw Fault;
            }

            int read = Math.Min(count, 1000);
            Encoding.ASCII.GetBytes(new string('x', read)).CopyTo(buffer, offset);
            BytesRead += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
