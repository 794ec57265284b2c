using System.Net;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What an operator does with dead letters, accounts and the delivery as a whole.</summary>
public sealed class OutboxManagementTests : IAsyncDisposable
{
    private readonly VirtualOutbox _outbox = new(account: "books", store: new MemoryOutboxStore("books"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _outbox.DisposeAsync();

    [Fact]
    public async Task Dead_letters_are_counted_and_listed_by_reason_page_by_page()
    {
        await RejectAsync(HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);

        IReadOnlyList<DeadLetter> first = await _outbox.Management.GetDeadLettersAsync(limit: 1, "rejected 400", cancellationToken: Cancellation);
        IReadOnlyList<DeadLetter> second = await _outbox.Management.GetDeadLettersAsync(limit: 100, "rejected 400", after: Assert.Single(first), Cancellation);

        Assert.NotEqual(first[0].Id, Assert.Single(second).Id);
        Assert.Equal(3, (await _outbox.Management.GetDeadLettersAsync(cancellationToken: Cancellation)).Count);
        Assert.Equal([("rejected 400", 2L), ("rejected 422", 1L)], (await _outbox.Management.CountDeadLettersAsync(Cancellation)).Select(pair => (pair.Key, pair.Value)).Order());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("limit", () => _outbox.Management.GetDeadLettersAsync(limit: 0, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task What_is_requeued_is_sent_at_once()
    {
        await RejectAsync(HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        await _outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Guid one = _outbox.Store.Rows[0].Id;

        // The clock stands still: no polling finds it.
        Assert.True(await _outbox.Management.RequeueAsync(one, Cancellation));
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 2, "one is delivered", atMost: TimeSpan.Zero, step: TimeSpan.Zero);
        Assert.False(await _outbox.Management.RequeueAsync(one, Cancellation));

        await _outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _outbox.Management.RequeueAllAsync("rejected 422", Cancellation));
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 1, "that one is delivered", atMost: TimeSpan.Zero, step: TimeSpan.Zero);
        await _outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _outbox.Management.RequeueAllAsync(cancellationToken: Cancellation));
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 0, "all are delivered", atMost: TimeSpan.Zero, step: TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_discarded_is_deleted()
    {
        await RejectAsync(HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity);
        Guid one = _outbox.Store.Rows[0].Id;

        Assert.True(await _outbox.Management.DiscardAsync(one, Cancellation));
        Assert.False(await _outbox.Management.DiscardAsync(one, Cancellation));
        Assert.Equal(1, await _outbox.Management.DiscardAllAsync("rejected 400", Cancellation));
        Assert.Equal("rejected 422", Assert.Single(_outbox.Store.Rows).Reason);
        Assert.Equal(1, await _outbox.Management.DiscardAllAsync(cancellationToken: Cancellation));
        Assert.Empty(_outbox.Store.Rows);
    }

    [Fact]
    public async Task Of_its_own_account_an_instance_knows_more_than_the_store()
    {
        _outbox.Store.Others.Add(new StoredAccount("music", 7));
        _outbox.Store.AddTo("music", _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await _outbox.StartAsync();
        await _outbox.UntilAsync(() => _outbox.Logged("OutboxLeaseTaken") == 1, "it delivers");

        IReadOnlyDictionary<string, OutboxStatus> statuses = await _outbox.Management.GetStatusOfAccountsAsync(Cancellation);

        Assert.Equal(["books", "music"], statuses.Keys.Order());
        Assert.Equal((0, true), (statuses["books"].Pending, statuses["books"].HasDispatcher));
        Assert.Equal((1, false), (statuses["music"].Pending, statuses["music"].HasDispatcher));
    }

    [Fact]
    public async Task A_pause_and_its_end_are_logged()
    {
        await _outbox.Management.PauseAsync(Cancellation);
        Assert.Equal(("OutboxPaused", true), (_outbox.Logger.LatestRecord.Id.Name, _outbox.Store.LeaseStore.Row.IsPaused));
        await _outbox.Management.ResumeAsync(Cancellation);

        Assert.Equal(("OutboxResumed", false), (_outbox.Logger.LatestRecord.Id.Name, _outbox.Store.LeaseStore.Row.IsPaused));
    }

    [Fact]
    public async Task A_conversion_is_found_and_withdrawn()
    {
        await _outbox.EnqueueAsync("order-1");
        OutboxConversion found = Assert.Single(await _outbox.Management.FindAsync("order-1", Cancellation));

        Assert.Equal(WithdrawResult.Withdrawn, await _outbox.Management.WithdrawAsync(found.Id, Cancellation));

        Assert.Empty(_outbox.Store.Rows);
        await Assert.ThrowsAsync<ArgumentNullException>("confirmationRef", () => _outbox.Management.FindAsync(null!, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>("customer", () => _outbox.Management.EraseCustomerAsync(null!, Cancellation));
    }

    private async Task RejectAsync(params HttpStatusCode[] statusCodes)
    {
        await _outbox.StartAsync();
        foreach (HttpStatusCode statusCode in statusCodes)
        {
            int before = _outbox.Store.Rows.Count;
            _outbox.Api.Always(statusCode);
            await _outbox.EnqueueAsync($"order-{before}");
            await _outbox.UntilAsync(() => _outbox.Logged("OutboxDeadLettered") == before + 1, "it is rejected");
            await _outbox.PassAsync(TimeSpan.FromMilliseconds(100));
        }

        _outbox.Api.Always(HttpStatusCode.Accepted);
    }
}
