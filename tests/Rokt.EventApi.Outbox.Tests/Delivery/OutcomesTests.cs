using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Outages;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What became of a conversion is recorded, even after the store has failed for a long time.</summary>
public sealed class OutcomesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ObservedClock _clock = new();
    private readonly FakeLogger _logger = new();
    private readonly MemoryOutboxStore _store = new();
    private readonly Outcomes _outcomes;

    public OutcomesTests() => _outcomes = new Outcomes(_store, new Backoff(TimeSpan.FromSeconds(5), () => 0), _clock, _logger);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_delivered_meanwhile_is_deleted_together_and_what_else_became_of_conversions_is_saved()
    {
        Task[] deleting = [_outcomes.DeleteAsync(Guid.NewGuid()), _outcomes.DeleteAsync(Guid.NewGuid()), _outcomes.DeleteAsync(Guid.NewGuid())];
        int saved = 0;
        Task saving = _outcomes.SaveAsync((_, _) => Task.FromResult(++saved));
        Assert.All(deleting, task => Assert.False(task.IsCompleted));
        _outcomes.Complete();

        await _outcomes.RunAsync(CancellationToken.None).WaitAsync(Patience, Cancellation);

        await Task.WhenAll([.. deleting, saving]).WaitAsync(Patience, Cancellation);
        Assert.Equal(["Delete"], _store.Done);
        Assert.Equal(1, saved);
    }

    [Fact]
    public async Task Without_deletions_none_is_asked_for()
    {
        _ = _outcomes.SaveAsync((_, _) => Task.CompletedTask);
        _outcomes.Complete();
        await _outcomes.RunAsync(CancellationToken.None).WaitAsync(Patience, Cancellation);

        Assert.Empty(_store.Done);
    }

    [Fact]
    public async Task What_cannot_be_saved_is_retried_behind_all_others_at_intervals_that_double_and_logged_once()
    {
        var tried = new ConcurrentQueue<string>();
        Task first = _outcomes.SaveAsync((_, _) =>
        {
            tried.Enqueue("first");
            return tried.Count(name => name == "first") < 5 ? throw new OutboxException("The disk is full.") : Task.CompletedTask;
        });
        Task second = _outcomes.SaveAsync((_, _) =>
        {
            tried.Enqueue("second");
            return Task.CompletedTask;
        });
        Task running = _outcomes.RunAsync(CancellationToken.None);

        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        Assert.Equal(["first"], tried);
        Assert.False(second.IsCompleted);
        await _clock.PassAsync(waits: 1);
        await second.WaitAsync(Patience, Cancellation);
        await _clock.PassAsync(waits: 2);
        await _clock.PassAsync(waits: 3);
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 4);
        Assert.False(first.IsCompleted);
        Assert.Equal(["OutboxOperationFailed"], Logged());
        Assert.Contains("recording what became of conversions", _logger.LatestRecord.Message, StringComparison.Ordinal);

        await _clock.PassAsync(waits: 4);
        await first.WaitAsync(Patience, Cancellation);
        _outcomes.Complete();
        await running.WaitAsync(Patience, Cancellation);
        Assert.Equal(["OutboxOperationFailed", "OutboxOperationRecovered"], Logged());
        Assert.Equal(["first", "second", "first", "first", "first", "first"], tried);
        Assert.Equal([1, 2, 4, 5], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task After_a_success_the_intervals_start_over()
    {
        int attempts = 0;
        _store.Fault = _ =>
        {
            if (Interlocked.Increment(ref attempts) is 1 or 2 or 4)
            {
                throw new OutboxException("The disk is full.");
            }
        };
        Task running = _outcomes.RunAsync(CancellationToken.None);
        Task first = _outcomes.DeleteAsync(Guid.NewGuid());
        await _clock.PassAsync(waits: 1);
        await _clock.PassAsync(waits: 2);
        await first.WaitAsync(Patience, Cancellation);
        Task second = _outcomes.DeleteAsync(Guid.NewGuid());
        await _clock.PassAsync(waits: 3);

        await second.WaitAsync(Patience, Cancellation);
        _outcomes.Complete();
        await running.WaitAsync(Patience, Cancellation);
        Assert.Equal([1, 2, 1], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task It_ends_when_it_is_completed_and_all_is_recorded_and_not_before()
    {
        _store.Fault = _ => throw new OutboxException("The disk is full.");
        Task deleting = _outcomes.DeleteAsync(Guid.NewGuid());
        Task running = _outcomes.RunAsync(CancellationToken.None);
        _outcomes.Complete();
        await ObservedClock.UntilAsync(() => _clock.Waits.Count == 1);
        Assert.False(running.IsCompleted);

        _store.Fault = null;
        await _clock.PassAsync(waits: 1);

        await running.WaitAsync(Patience, Cancellation);
        Assert.True(deleting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_the_store_does_not_take_is_abandoned_when_that_is_asked_for_and_nothing_more_is_logged()
    {
        using var abandoned = new CancellationTokenSource();
        _store.Fault = _ =>
        {
            abandoned.Cancel();
            throw new OutboxException("The disk is full.");
        };
        Task deleting = _outcomes.DeleteAsync(Guid.NewGuid());
        Task running = _outcomes.RunAsync(abandoned.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => deleting.WaitAsync(Patience, Cancellation));
        _outcomes.Complete();

        await running.WaitAsync(Patience, Cancellation);
        Assert.True(deleting.IsCanceled);
        Assert.Empty(Logged());
    }

    private List<string?> Logged() => [.. _logger.Collector.GetSnapshot().Select(record => record.Id.Name)];
}
