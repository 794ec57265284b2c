using System.Text;
using Rokt.EventApi.Tests.Sending;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Tests.Transport;

public sealed class ErrorBodyTests
{
    [Fact]
    public async Task The_servers_codes_and_messages_are_surfaced_unescaped()
    {
        (string Code, string Message)[] errors = await ErrorsOf(
            400, """{"errors":[{"code":"BAD_REQUEST","message":"&lt;b&gt; &amp; &#39;c&#39;"},{"message":"second","code":"OTHER","extra":{"code":"no"}}]}""");

        Assert.Equal([("BAD_REQUEST", "<b> & 'c'"), ("OTHER", "second")], errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public async Task An_empty_body_is_no_error(string body) => Assert.Empty(await ErrorsOf(401, body));

    [Fact]
    public async Task A_body_on_a_202_is_surfaced_too()
    {
        using var test = new ClientUnderTest();
        test.Handler.AnswerWithBody(202, """{"errors":[{"code":"PARTIAL","message":"one batch was refused"}]}""");

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

    [Fact]
    public async Task Text_of_another_form_is_cut_to_1024_characters() =>
        Assert.Equal(1024, Assert.Single(await ErrorsOf(400, new string('x', 5000))).Message.Length);

    [Fact]
    public async Task Of_a_body_that_is_cut_off_the_errors_before_the_cut_are_read() => Assert.Equal(
        [("A", "first")],
        await ErrorsOf(400, """{"errors":[{"code":"A","message":"first"},{"code":"B","mess"""));

    [Fact]
    public async Task No_more_than_16_KiB_of_a_body_are_read()
    {
        var stream = new EndlessStream();
        using var test = new ClientUnderTest();
        test.Handler.Answer(400, body: new StreamContent(stream));

        SendResult result = await test.SendAsync();

        Assert.Equal(SendStatus.Rejected, result.Status);
        Assert.Equal(ErrorBody.MaxBytes, stream.BytesRead);
    }

    [Fact]
    public async Task A_body_that_breaks_off_leaves_the_status_to_decide()
    {
        using var test = new ClientUnderTest();
        test.Handler.Answer(400, body: new StreamContent(new EndlessStream { BreaksAfter = 100 }));

        Assert.Equal((SendStatus.Rejected, 1), (await test.SendAsync()) is var result ? (result.Status, result.Attempts) : default);
    }

    private static async Task<(string Code, string Message)[]> ErrorsOf(int statusCode, string body)
    {
        using var test = new ClientUnderTest();
        test.Handler.AnswerWithBody(statusCode, body);
        SendResult result = await test.SendAsync();
        return [.. result.Errors.Select(error => (error.Code, error.Message))];
    }

    private sealed class EndlessStream : Stream
    {
        public int BytesRead { get; private set; }

        public int BreaksAfter { get; init; } = int.MaxValue;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (BytesRead >= BreaksAfter)
            {
                throw new IOException("broken");
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
