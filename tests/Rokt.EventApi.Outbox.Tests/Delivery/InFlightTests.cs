using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class InFlightTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1.0, 4)]
    [InlineData(200.0, 4)]
    [InlineData(201.0, 5)]
    [InlineData(270.0, 6)]
    [InlineData(800.0, 16)]
    [InlineData(10_000.0, 16)]
    [InlineData(null, 16)]
    public async Task As_many_are_in_flight_at_first_as_the_rate_needs_near_the_server(double? perSecond, int expected)
    {
        var inFlight = new InFlight(most: 256, perSecond);

        Assert.Equal(expected, await FillAsync(inFlight));
    }

    [Theory]
    [InlineData(0.001, 6)]
    [InlineData(0.012, 6)]
    [InlineData(0.02, 9)]
    [InlineData(0.1, 36)]
    [InlineData(0.2, 70)]
    [InlineData(0.5, 171)]
    [InlineData(10, 256)]
    public async Task As_many_are_in_flight_as_rate_and_response_time_need(double seconds, int expected)
    {
        var inFlight = new InFlight(most: 256, perSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        inFlight.Exit(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, await FillAsync(inFlight));
    }

    [Theory]
    [InlineData(0.002, 0.1, 6)]
    [InlineData(0.06, 0.12, 27)]
    public async Task Single_slow_responses_of_a_server_nearby_let_no_more_in_flight_and_of_one_far_away_they_do(double most, double some, int expected)
    {
        var inFlight = new InFlight(most: 256, perSecond: 270);
        for (int i = 0; i < 1000; i++)
        {
            await inFlight.EnterAsync(Cancellation);
            inFlight.Exit(TimeSpan.FromSeconds(i % 5 == 0 ? some : most));
        }

        Assert.InRange(await FillAsync(inFlight), expected - 2, expected + (most > 0.01 ? 2 : 0));
    }

    [Fact]
    public async Task A_server_that_does_not_respond_gets_no_more_at_once()
    {
        var inFlight = new InFlight(most: 256, perSecond: 270);
        for (int i = 0; i < 100; i++)
        {
            await inFlight.EnterAsync(Cancellation);
            inFlight.Exit(null);
        }

        Assert.Equal(6, await FillAsync(inFlight));
    }

    [Fact]
    public async Task When_responses_are_fast_again_fewer_are_in_flight()
    {
        var inFlight = new InFlight(most: 256, perSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        inFlight.Exit(TimeSpan.FromSeconds(0.5));
        for (int i = 0; i < 200; i++)
        {
            await inFlight.EnterAsync(Cancellation);
            inFlight.Exit(TimeSpan.FromSeconds(0.001));
        }

        Assert.Equal(6, await FillAsync(inFlight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Never_more_than_the_most_are_in_flight(int most)
    {
        var inFlight = new InFlight(most, perSecond: 270);
        await inFlight.EnterAsync(Cancellation);
        inFlight.Exit(TimeSpan.FromSeconds(10));

        Assert.Equal(most, await FillAsync(inFlight));
    }

    [Fact]
    public async Task Draining_ends_when_the_last_one_has_ended()
    {
        var inFlight = new InFlight(most: 256, perSecond: 270);
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
