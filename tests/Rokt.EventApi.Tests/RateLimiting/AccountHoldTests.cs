using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>How long the account is held back after a 429.</summary>
public sealed class AccountHoldTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(20, 5, 20)]
    [InlineData(5, 20, 20)]
    [InlineData(20, 20, 20)]
    public void The_longer_of_two_holds_counts(int first, int second, int held)
    {
        var hold = new AccountHold(_clock);
        hold.Record(isThrottled: true, TimeSpan.FromSeconds(first));

        hold.Record(isThrottled: true, TimeSpan.FromSeconds(second));

        Assert.Equal(TimeSpan.FromSeconds(held), hold.Remaining);
    }

    [Fact]
    public void A_later_hold_counts_when_it_ends_later()
    {
        var hold = new AccountHold(_clock);
        hold.Record(isThrottled: true, TimeSpan.FromSeconds(20));
        _clock.Advance(TimeSpan.FromSeconds(16));

        hold.Record(isThrottled: true, TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), hold.Remaining);

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, hold.Remaining);
    }

    [Theory]
    [InlineData(3599, 3599)]
    [InlineData(3600, 3600)]
    [InlineData(3601, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void No_hold_is_longer_than_an_hour(int seconds, int held)
    {
        var hold = new AccountHold(_clock);

        hold.Record(isThrottled: true, TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(held), hold.Remaining);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    [InlineData(10, 10, true)]
    [InlineData(11, 10, false)]
    public void The_account_is_held_back_when_at_least_half_of_the_last_seconds_responses_were_429s(int others, int throttled, bool isHeld)
    {
        var hold = new AccountHold(_clock);
        for (int i = 0; i < others; i++)
        {
            hold.Record(isThrottled: false, null);
        }

        for (int i = 0; i < throttled; i++)
        {
            hold.Record(isThrottled: true, TimeSpan.FromSeconds(5));
        }

        Assert.Equal(isHeld, hold.Remaining > TimeSpan.Zero);
    }

    [Fact]
    public void Neither_a_429_without_a_wait_nor_another_status_with_one_holds_the_account_back()
    {
        var hold = new AccountHold(_clock);

        hold.Record(isThrottled: true, null);
        hold.Record(isThrottled: false, TimeSpan.FromSeconds(5));

        Assert.Equal(TimeSpan.Zero, hold.Remaining);
    }

    [Fact]
    public async Task It_is_as_long_as_Retry_After_with_its_jitter()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0, random: 1);
        test.Handler.Respond(429, retryAfter: "20");
        await test.SendAsync();

        await test.SendAsync();

        Assert.Equal([TimeSpan.FromSeconds(25)], test.Clock.Waits);
    }

    [Fact]
    public async Task A_send_that_queued_for_its_permit_looks_at_the_hold_again()
    {
        using var limiter = new QueueLimiter();
        using var test = new ClientUnderTest(options =>
        {
            options.RateLimit.RateLimiter = limiter;
            options.Retry.MaxRetryAttempts = 0;
        });
        Task<SendResult> throttled = test.SendAsync();
        Task<SendResult> queued = test.SendAsync();
        test.Handler.Respond(429, retryAfter: "20");
        limiter.Grant();
        await throttled;

        limiter.Grant();
        await limiter.Asked(3).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        limiter.Grant();

        Assert.Equal(SendStatus.Accepted, (await queued).Status);
        Assert.Equal([TimeSpan.FromSeconds(20)], test.Clock.Waits);
        Assert.Equal(3, limiter.Returned);
    }
}
