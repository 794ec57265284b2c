using System.Net;
using System.Text;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Transport;

/// <summary>Which successful status is the API's acceptance, and which is something else's between here and the API.</summary>
public sealed class AcceptanceTests
{
    private const string Page = "<!DOCTYPE html><html><body>Please sign in to this network.</body></html>";

    [Theory]
    [InlineData(202, "")]
    [InlineData(202, Page)]
    [InlineData(202, "OK")]
    [InlineData(200, "")]
    [InlineData(200, " \r\n")]
    [InlineData(200, "\uFEFF")]
    [InlineData(200, "{}")]
    [InlineData(200, "null")]
    [InlineData(200, "true")]
    [InlineData(200, "12")]
    [InlineData(200, "\"OK\"")]
    [InlineData(200, "[1,2]")]
    [InlineData(200, "\uFEFF{\"status\":\"queued\"}\r\n")]
    [InlineData(201, "{\"errors\":[]}")]
    [InlineData(204, "")]
    [InlineData(299, "{}")]
    public async Task A_202_or_another_2xx_with_an_empty_or_a_JSON_body_is_acceptance(int statusCode, string body)
    {
        SendResult result = await SendAsync(statusCode, Content(body));

        Assert.Equal((SendStatus.Accepted, (HttpStatusCode)statusCode, 1), (result.Status, result.StatusCode, result.Attempts));
    }

    [Theory]
    [InlineData(200, Page)]
    [InlineData(200, "OK")]
    [InlineData(200, "<")]
    [InlineData(200, "true story")]
    [InlineData(200, "n")]
    [InlineData(200, "{} {}")]
    [InlineData(200, "{\"status\":")]
    [InlineData(200, "\0")]
    [InlineData(201, Page)]
    [InlineData(203, Page)]
    [InlineData(206, "ok")]
    [InlineData(299, Page)]
    public async Task Another_body_on_another_2xx_is_unavailable_and_retried(int statusCode, string body)
    {
        SendResult result = await SendAsync(statusCode, Content(body));

        Assert.Equal((SendStatus.Unavailable, (HttpStatusCode)statusCode, 4), (result.Status, result.StatusCode, result.Attempts));
        Assert.Equal(["unexpected_response", "unreadable_body"], result.Errors.Select(error => error.Code));
    }

    [Fact]
    public async Task What_the_content_type_says_does_not_decide()
    {
        SendResult page = await SendAsync(200, Content(Page, "application/json"));
        SendResult json = await SendAsync(200, Content("{}", "text/html"));

        Assert.Equal((SendStatus.Unavailable, SendStatus.Accepted), (page.Status, json.Status));
    }

    [Theory]
    [InlineData("", SendStatus.Unavailable)]
    [InlineData("<html", SendStatus.Unavailable)]
    [InlineData("{\"status\":", SendStatus.Accepted)]
    public async Task Of_a_200_whose_body_breaks_off_what_came_decides(string body, SendStatus status) =>
        Assert.Equal(status, (await SendAsync(200, () => new StreamContent(new BreakingStream(Encoding.UTF8.GetBytes(body))))).Status);

    [Theory]
    [InlineData("[1", SendStatus.Accepted)]
    [InlineData("<b", SendStatus.Unavailable)]
    public async Task Of_a_200_with_a_long_body_its_beginning_decides(string beginning, SendStatus status) =>
        Assert.Equal(status, (await SendAsync(200, Content(beginning + new string(' ', 100_000)))).Status);

    [Fact]
    public async Task A_status_below_200_is_not_the_APIs_either()
    {
        SendResult result = await SendAsync(101, Content(""));

        Assert.Equal((SendStatus.Unavailable, "unexpected_response"), (result.Status, result.Errors[0].Code));
    }

    [Fact]
    public async Task A_portal_in_place_of_the_API_opens_the_circuit()
    {
        using var test = new ClientUnderTest(options =>
        {
            options.Retry.MaxRetryAttempts = 0;
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio) = (2, 0.5);
        });
        test.Handler.Add(_ => Task.FromResult(ScriptedHandler.Response(200, body: Content(Page)())));
        test.Handler.Add(_ => Task.FromResult(ScriptedHandler.Response(200, body: Content(Page)())));
        await test.SendAsync();
        await test.SendAsync();

        Assert.Equal("circuit_open", Assert.Single((await test.SendAsync()).Errors).Code);
    }

    private static Func<HttpContent> Content(string body, string type = "text/html") => () => new StringContent(body, Encoding.UTF8, type);

    private static async Task<SendResult> SendAsync(int statusCode, Func<HttpContent> body)
    {
        using var test = new ClientUnderTest();
        for (int i = 0; i < 4; i++)
        {
            test.Handler.Add(_ => Task.FromResult(ScriptedHandler.Response(statusCode, body: body())));
        }

        return await test.SendAsync();
    }

    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is var read and > 0 ? read : throw new IOException("broken");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            int read = base.Read(buffer.Span);
            return read > 0 ? read : throw new IOException("broken");
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
