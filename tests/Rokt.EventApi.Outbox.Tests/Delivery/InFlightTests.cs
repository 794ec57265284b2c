using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class InFlightTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sixteen_are_in_flight_at_first()
    {
        var inFlight = new InFlight(most: 256, sendsPerSecond: 270);

        Assert.Equal(16, await FillAsync(inFlight));
    }

    [Theory]
    [InlineData(0.001, 16)]
    [InlineData(0.1, 34)]
    [InlineData(0.2, 68)]
    [InlineData(0.5, 169)]
    [InlineData(10, 256)]
    public async Task As_many_are_in_flight_as_rate_and_response_time_need(double seconds, int expected)
    {
        var inFlight = new InFlight(most: 256, sendsPerSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        inFlight.Exit(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, await FillAsync(inFlight));
    }

    [Fact]
    public async Task A_server_that_does_not_respond_gets_no_more_at_once()
    {
        var inFlight = new InFlight(most: 256, sendsPerSecond: 270);
        for (int i = 0; i < 100; i++)
        {
            await inFlight.EnterAsync(Cancellation);
            inFlight.Exit(null);
        }

        Assert.Equal(16, await FillAsync(inFlight));
    }

    [Fact]
    public async Task When_responses_are_fast_again_fewer_are_in_flight()
    {
        var inFlight = new InFlight(most: 256, sendsPerSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        inFlight.Exit(TimeSpan.FromSeconds(0.5));
        for (int i = 0; i < 200; i++)
        {
            await inFlight.EnterAsync(Cancellation);
            inFlight.Exit(TimeSpan.FromSeconds(0.001));
        }

        Assert.Equal(16, await FillAsync(inFlight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Never_more_than_the_most_are_in_flight(int most)
    {
        var inFlight = new InFlight(most, sendsPerSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        inFlight.Exit(TimeSpan.FromSeconds(10));

        Assert.Equal(most, await FillAsync(inFlight));
    }

    [Fact]
    public async Task Draining_ends_when_the_last_one_has_ended()
    {
        var inFlight = new InFlight(most: 256, sendsPerSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        await inFlight.EnterAsync(Cancellation);

        Task draining = inFlight.DrainAsync(Cancellation);
        inFlight.Exit(null);
        Assert.False(draining.IsCompleted);
        inFlight.Exit(null);

        await draining.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private static async Task<int> FillAsync(InFlight inFlight)
    {
        using var full = new CancellationTokenSource();
        int count = 0;
        while (true)
        {
            Task entering = inFlight.EnterAsync(full.Token);
            if (!entering.IsCompleted)
            {
                await full.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => entering);
                return count;
            }

            count++;
        }
    }
}
