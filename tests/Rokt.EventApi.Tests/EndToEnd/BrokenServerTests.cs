using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>Responses that no well-behaved server sends, over real sockets.</summary>
public sealed class BrokenServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_connection_reset_in_the_middle_of_the_headers_is_lost_and_retried()
    {
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.WriteAsync("HTTP/1.1 202 Acc");
            client.LingerState = new LingerOption(true, 0);
        });

        SendResult result = await SendAsync(server, options => options.Retry.MaxRetryAttempts = 1);

        Assert.Equal((SendStatus.Unavailable, "connection_lost", 2), (result.Status, result.Errors[0].Code, result.Attempts));
    }

    [Fact]
    public async Task Headers_that_do_not_come_are_a_timeout()
    {
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.GetStream().CopyToAsync(Stream.Null);
        });

        SendResult result = await SendAsync(server, NoRetriesAndShortTimeout);

        Assert.Equal((SendStatus.Unavailable, "timeout", 1), (result.Status, result.Errors[0].Code, result.Attempts));
    }

    [Fact]
    public async Task A_body_that_does_not_come_leaves_the_status_as_it_is()
    {
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{");
            await client.GetStream().CopyToAsync(Stream.Null);
        });

        SendResult result = await SendAsync(server, NoRetriesAndShortTimeout);

        Assert.Equal((SendStatus.Rejected, HttpStatusCode.BadRequest, 1), (result.Status, result.StatusCode, result.Attempts));
    }

    [Fact]
    public async Task Of_a_body_of_300_MB_no_more_is_read_than_explains_the_error()
    {
        long written = 0;
        var ended = new TaskCompletionSource();
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 300000000\r\n\r\n{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\"first\"},");
            byte[] block = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
            try
            {
                while (written < 300_000_000)
                {
                    await client.GetStream().WriteAsync(block);
                    written += block.Length;
                }
            }
            finally
            {
                ended.SetResult();
            }
        });

        SendResult result = await SendAsync(server);
        await ended.Task.WaitAsync(Cancellation);

        Assert.Equal((SendStatus.Rejected, "first"), (result.Status, Assert.Single(result.Errors).Message));
        Assert.InRange(written, 0, 50_000_000);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        int requests = 0;
        await using var other = new TcpServer(client =>
        {
            requests++;
            return Task.CompletedTask;
        });
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.WriteAsync($"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:{other.Port}/v2/events\r\nContent-Length: 0\r\n\r\n");
        });

        SendResult result = await SendAsync(server);

        Assert.Equal((SendStatus.Rejected, "redirected", 1), (result.Status, result.Errors[0].Code, result.Attempts));
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task Endless_response_headers_are_bounded()
    {
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.WriteAsync("HTTP/1.1 202 Accepted\r\n");
            for (int i = 0; i < 1_000_000; i++)
            {
                await client.WriteAsync($"X-Header-{i}: {new string('x', 1000)}\r\n");
            }
        });

        SendResult result = await SendAsync(server, NoRetries);

        Assert.Equal((SendStatus.Unavailable, "connection_lost"), (result.Status, result.Errors[0].Code));
    }

    [Fact]
    public async Task Garbage_in_place_of_HTTP_is_a_lost_response()
    {
        await using var server = new TcpServer(async client =>
        {
            await client.ReadRequestAsync();
            await client.WriteAsync("\u0001\u0002 this is no HTTP\r\n\r\n");
        });

        SendResult result = await SendAsync(server, NoRetries);

        Assert.Equal((SendStatus.Unavailable, "connection_lost"), (result.Status, result.Errors[0].Code));
    }

    private static void NoRetries(EventApiOptions options) => options.Retry.MaxRetryAttempts = 0;

    private static void NoRetriesAndShortTimeout(EventApiOptions options)
    {
        options.Retry.MaxRetryAttempts = 0;
        options.Retry.AttemptTimeout = TimeSpan.FromSeconds(2);
    }

    private static async Task<SendResult> SendAsync(TcpServer server, Action<EventApiOptions>? configure = null)
    {
        using EventApiClient client = server.Client(configure);
        return await client.SendAsync(GuideExample.Event, Cancellation);
    }
}
