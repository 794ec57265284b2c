using System.Net.Sockets;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>A connection that was kept open, and that the other end no longer knows of when the next request comes.</summary>
public sealed class LostConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public enum Loss
    {
        ClosedAfterTheRequest,
        ResetAfterTheRequest,
    }

    [Theory]
    [InlineData(Loss.ClosedAfterTheRequest)]
    [InlineData(Loss.ResetAfterTheRequest)]
    public async Task Lost_before_any_response_it_is_retried_at_once(Loss loss)
    {
        await using var server = new TcpServer(connection => ServeOneAsync(connection, loss));
        var clock = new SelfAdvancingClock();
        using EventApiClient client = Client(server, clock);
        await client.SendAsync(GuideExample.Event, Cancellation);

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
        Assert.All(clock.Waits, wait => Assert.Equal(TimeSpan.Zero, wait));
    }

    [Fact]
    public async Task Lost_again_on_a_new_connection_it_is_backed_off()
    {
        int connections = 0;
        await using var server = new TcpServer(async connection =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                await ServeOneAsync(connection, Loss.ClosedAfterTheRequest);
            }
            else
            {
                await connection.ReadRequestAsync();
            }
        });
        var clock = new SelfAdvancingClock();
        using EventApiClient client = Client(server, clock);
        await client.SendAsync(GuideExample.Event, Cancellation);

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Unavailable, "connection_lost", 4), (result.Status, result.Errors[0].Code, result.Attempts));
        TimeSpan[] waits = [.. clock.Waits.Where(wait => wait > TimeSpan.Zero)];
        Assert.Equal(2, waits.Length);
    }

    [Fact]
    public async Task A_new_connection_that_is_lost_is_backed_off()
    {
        int connections = 0;
        await using var server = new TcpServer(async connection =>
        {
            await connection.ReadRequestAsync();
            if (Interlocked.Increment(ref connections) == 2)
            {
                await connection.WriteAsync(RawHttp.Accepted);
            }
        });
        var clock = new SelfAdvancingClock();
        using EventApiClient client = Client(server, clock);

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
        Assert.True(Assert.Single(clock.Waits) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Without_retries_a_lost_connection_is_not_tried_again()
    {
        int requests = 0;
        await using var server = new TcpServer(async connection =>
        {
            while (await connection.ReadRequestAsync() is not null && Interlocked.Increment(ref requests) == 1)
            {
                await connection.WriteAsync(RawHttp.Accepted);
            }
        });
        using EventApiClient client = server.Client(options => options.Retry.MaxRetryAttempts = 0);
        await client.SendAsync(GuideExample.Event, Cancellation);

        SendResult result = await client.SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((SendStatus.Unavailable, "connection_lost", 1, 2), (result.Status, result.Errors[0].Code, result.Attempts, requests));
    }

    private static EventApiClient Client(TcpServer server, SelfAdvancingClock clock)
    {
        var options = new EventApiOptions();
        server.Configure(options);
        (options.Retry.BaseDelay, options.RateLimit.BatchesPerSecond) = (TimeSpan.FromSeconds(1), null);
        return new EventApiClient(options, timeProvider: clock);
    }

    private static async Task ServeOneAsync(TcpClient connection, Loss loss)
    {
        await connection.ReadRequestAsync();
        await connection.WriteAsync(RawHttp.Accepted);
        await connection.ReadRequestAsync();
        if (loss == Loss.ResetAfterTheRequest)
        {
            connection.LingerState = new LingerOption(true, 0);
        }
    }
}
