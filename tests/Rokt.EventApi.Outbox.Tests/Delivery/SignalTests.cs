using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class SignalTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly Signal _signal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_was_set_before_ends_one_wait_however_often_it_was_set()
    {
        _signal.Set();
        _signal.Set();

        await WaitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Task second = WaitAsync(Cancellation);
        Assert.False(second.IsCompleted);
        _signal.Set();

        await second.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task A_wait_ends_when_the_time_is_over_and_not_before()
    {
        Task waiting = WaitAsync(Cancellation);
        _clock.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_throws()
    {
        using var stopping = new CancellationTokenSource();
        Task waiting = WaitAsync(stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task WaitAsync(CancellationToken cancellationToken) => _signal.WaitAsync(Second, _clock, cancellationToken);
}
