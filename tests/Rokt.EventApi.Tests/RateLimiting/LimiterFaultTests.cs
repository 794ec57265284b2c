using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.RateLimiting;

/// <summary>Whatever a rate limiter of the application does, a send ends in one of the three outcomes.</summary>
public sealed class LimiterFaultTests
{
    public enum Fault
    {
        ThrowsAtOnce,
        ThrowsLater,
        ReturnsNothing,
        LeaseThrowsWhenAsked,
        LeaseThrowsItsMetadata,
        RefusedLeaseThrowsOnItsDisposal,
    }

    [Theory]
    [InlineData(Fault.ThrowsAtOnce)]
    [InlineData(Fault.ThrowsLater)]
    [InlineData(Fault.ReturnsNothing)]
    [InlineData(Fault.LeaseThrowsWhenAsked)]
    [InlineData(Fault.LeaseThrowsItsMetadata)]
    [InlineData(Fault.RefusedLeaseThrowsOnItsDisposal)]
    public async Task Whatever_it_throws_is_unavailable_and_nothing_is_sent(Fault fault)
    {
        using var limiter = new FaultyLimiter { Acquire = _ => Faulty(fault) };
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        SendResult result = await test.SendAsync();

        EventApiError error = Assert.Single(result.Errors);
        Assert.Equal((SendStatus.Unavailable, 0, "rate_limiter_failed"), (result.Status, result.Attempts, error.Code));
        Assert.DoesNotContain("zqxmark", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, test.Handler.Requests);
    }

    [Fact]
    public async Task One_that_is_disposed_is_unavailable()
    {
        var limiter = new ConcurrencyLimiter(new() { PermitLimit = 1 });
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);
        await limiter.DisposeAsync();

        Assert.Equal("rate_limiter_failed", Assert.Single((await test.SendAsync()).Errors).Code);
    }

    [Fact]
    public async Task A_permit_that_throws_when_it_is_returned_leaves_the_result_as_it_is()
    {
        using var limiter = new FaultyLimiter { Acquire = _ => new(new FaultyLease { IsGranted = true, OnDispose = Throw }) };
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
    }

    [Fact]
    public async Task A_permit_that_comes_when_the_time_of_the_send_is_over_is_returned_and_nothing_is_sent_nor_is_the_circuit_opened()
    {
        TimeSpan time = TimeSpan.FromSeconds(10);
        Action timeOver = () => { };
        int returned = 0;
        using var limiter = new FaultyLimiter
        {
            Acquire = _ =>
            {
                timeOver();
                return new(new FaultyLease { IsGranted = true, OnDispose = () => returned++ });
            },
        };
        using var test = new ClientUnderTest(options =>
        {
            options.RateLimit.RateLimiter = limiter;
            options.Retry.TotalTimeout = time;
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio, options.CircuitBreaker.SamplingDuration) = (2, 0.01, 10 * time);
        });
        timeOver = () => test.Clock.Advance(time);

        for (int i = 0; i < 5; i++)
        {
            SendResult result = await test.SendAsync();

            Assert.Equal((SendStatus.Unavailable, 0, "timeout"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        }

        Assert.Equal((0, 5), (test.Handler.Requests, returned));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task A_time_that_is_none_is_waited_for_shortly(long ticks)
    {
        using var limiter = new ScriptedLimiter();
        limiter.Refuse(TimeSpan.FromTicks(ticks));
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
        Assert.Equal(TimeSpan.FromMilliseconds(100), Assert.Single(test.Clock.Waits));
    }

    [Fact]
    public async Task A_time_without_end_does_not_fit_into_any_budget()
    {
        using var limiter = new ScriptedLimiter();
        limiter.Refuse(TimeSpan.MaxValue);
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter, random: 1);

        SendResult result = await test.SendAsync();

        Assert.Equal((SendStatus.Unavailable, "rate_limit"), (result.Status, Assert.Single(result.Errors).Code));
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_one_whatever_it_throws()
    {
        using var cancel = new CancellationTokenSource();
        using var limiter = new FaultyLimiter
        {
            Acquire = async _ =>
            {
                await cancel.CancelAsync();
                throw new InvalidOperationException();
            },
        };
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.SendAsync(cancel.Token));
    }

    private static ValueTask<RateLimitLease> Faulty(Fault fault) => fault switch
    {
        Fault.ThrowsAtOnce => throw new InvalidOperationException("zqxmark"),
        Fault.ThrowsLater => LaterAsync(),
        Fault.ReturnsNothing => new((RateLimitLease)null!),
        Fault.LeaseThrowsWhenAsked => new(new FaultyLease { OnAsked = Throw }),
        Fault.LeaseThrowsItsMetadata => new(new FaultyLease { OnMetadata = Throw }),
        _ => new(new FaultyLease { OnDispose = Throw }),
    };

    private static async ValueTask<RateLimitLease> LaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("zqxmark");
    }

    private static void Throw() => throw new InvalidOperationException("zqxmark");

    private sealed class FaultyLimiter : RateLimiter
    {
        public required Func<CancellationToken, ValueTask<RateLimitLease>> Acquire { get; init; }

        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => throw new NotSupportedException();

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => Acquire(cancellationToken);
    }

    private sealed class FaultyLease : RateLimitLease
    {
        public bool IsGranted { get; init; }

        public Action? OnAsked { get; init; }

        public Action? OnMetadata { get; init; }

        public Action? OnDispose { get; init; }

        public override bool IsAcquired
        {
            get
            {
                OnAsked?.Invoke();
                return IsGranted;
            }
        }

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
        {
            OnMetadata?.Invoke();
            metadata = null;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            OnDispose?.Invoke();
            base.Dispose(disposing);
        }
    }
}
