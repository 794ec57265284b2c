using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What is stored of a conversion, and what cannot be.</summary>
public sealed class EnqueueTests : IAsyncDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Repeat((byte)7, 32)];

    private readonly VirtualOutbox _outbox = new(options => options.CustomerKey = Key, account: "books", store: new MemoryOutboxStore("books"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private long Now => _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public ValueTask DisposeAsync() => _outbox.DisposeAsync();

    [Fact]
    public async Task A_conversion_is_stored_with_its_time_its_reference_and_the_hashes_of_its_customer()
    {
        await _outbox.EnqueueAsync("order-1");

        MemoryOutboxStore.Row row = Assert.Single(_outbox.Store.Rows);
        Assert.Equal((Now, Now, 0, false), (row.Created, row.Due, row.NotBefore, row.IsScheduled));
        Assert.Equal(("order-1", new CustomerHashes(Key).Write(row.Payload)), (row.ConfirmationRef, row.CustomerHash));
        Assert.NotNull(row.CustomerHash);
    }

    [Fact]
    public async Task Without_a_key_no_hash_is_stored()
    {
        await using var outbox = new VirtualOutbox();

        await outbox.EnqueueAsync("order-1");

        Assert.Null(Assert.Single(outbox.Store.Rows).CustomerHash);
    }

    [Theory]
    [InlineData(-86_400_000, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(29 * 86_400_000L, true)]
    public async Task A_time_in_the_future_is_waited_for_and_one_that_has_passed_is_none(long ahead, bool isScheduled)
    {
        await _outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-1"), At(ahead), Cancellation);

        MemoryOutboxStore.Row row = Assert.Single(_outbox.Store.Rows);
        Assert.Equal((Now, isScheduled ? Now + ahead : 0, isScheduled), (row.Created, row.NotBefore, row.IsScheduled));
    }

    [Fact]
    public async Task A_time_more_than_29_days_ahead_is_an_error_that_says_so()
    {
        var exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            "options", () => _outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-1"), At((29 * 86_400_000L) + 1), Cancellation));

        Assert.StartsWith("Account \"books\": NotBefore is more than 29 days from now", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_outbox.Store.Rows);
    }

    [Theory]
    [InlineData(19, 0, true)]
    [InlineData(19, 1, false)]
    [InlineData(-1, 0, true)]
    public async Task A_time_more_than_29_days_after_the_events_own_is_an_error_unless_it_has_passed(int days, int milliseconds, bool isStored)
    {
        ConversionEvent conversion = VirtualOutbox.Conversion("order-1").ToBuilder().WithEventTime(_outbox.Time.GetUtcNow().AddDays(days < 0 ? -40 : -10)).Build();

        Exception? exception = await Record.ExceptionAsync(() => _outbox.Outbox.EnqueueAsync(conversion, At((days * 86_400_000L) + milliseconds), Cancellation));

        Assert.Equal(isStored ? 1 : 0, _outbox.Store.Rows.Count);
        Assert.Equal(isStored, exception is null);
        Assert.StartsWith(isStored ? "" : "Account \"books\": NotBefore is more than 29 days after the conversion's event time", exception?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_transaction_a_conversion_is_stored_in_it()
    {
        using var transaction = new SomeTransaction();

        await _outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-1"), transaction, Cancellation);
        await _outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-2"), transaction, At(1000), Cancellation);

        Assert.Equal([transaction, transaction], _outbox.Store.Transactions);
        Assert.Equal([false, true], _outbox.Store.Rows.Select(row => row.IsScheduled));
    }

    [Fact]
    public async Task Whoever_commits_a_transaction_wakes_the_dispatcher()
    {
        await _outbox.StartAsync();
        await _outbox.PassAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        await _outbox.StoreElsewhereAsync("order-1");

        // The clock stands still: no polling finds it.
        _outbox.Runtime.Writer.OnSaved(null, EventArgs.Empty);

        await _outbox.UntilAsync(() => _outbox.Api.Bodies.Count == 1, "it is sent", atMost: TimeSpan.Zero, step: TimeSpan.Zero);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        ConversionEvent conversion = VirtualOutbox.Conversion("order-1");
        using var transaction = new SomeTransaction();

        await Assert.ThrowsAsync<ArgumentNullException>("conversion", () => _outbox.Outbox.EnqueueAsync(null!, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>("options", () => _outbox.Outbox.EnqueueAsync(conversion, (EnqueueOptions)null!, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>("transaction", () => _outbox.Outbox.EnqueueAsync(conversion, (DbTransaction)null!, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>("conversion", () => _outbox.Outbox.EnqueueAsync(null!, transaction, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>("options", () => _outbox.Outbox.EnqueueAsync(conversion, transaction, null!, Cancellation));
    }

    [Theory]
    [InlineData("books", "Account \"books\": ")]
    [InlineData("", "")]
    public async Task An_event_that_no_builder_made_is_an_error_that_names_the_account(string account, string prefix)
    {
        await using var outbox = new VirtualOutbox(account: account);
        var unbuilt = (ConversionEvent)RuntimeHelpers.GetUninitializedObject(typeof(ConversionEvent));

        var exception = await Assert.ThrowsAsync<OutboxException>(() => outbox.Outbox.EnqueueAsync(unbuilt, Cancellation));

        Assert.StartsWith(prefix, exception.Message, StringComparison.Ordinal);
        Assert.Equal(prefix.Length > 0, exception.Message.Contains("Account", StringComparison.Ordinal));
        Assert.Contains("ConversionEvent.CreateBuilder()", exception.Message, StringComparison.Ordinal);
        Assert.Empty(outbox.Store.Rows);
    }

    [Fact]
    public async Task What_the_client_drops_is_not_stored()
    {
        await using var outbox = new VirtualOutbox(client: inner => new DroppingClient(inner));

        await outbox.EnqueueAsync("order-1");
        using var transaction = new SomeTransaction();
        await outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-2"), transaction, Cancellation);

        Assert.Empty(outbox.Store.Rows);
    }

    [Fact]
    public async Task A_request_may_be_as_large_as_the_API_takes_and_no_larger()
    {
        await _outbox.Outbox.EnqueueAsync(OfSize(1), Cancellation);
        int rest = EventApiLimits.RequestBodyBytes - _outbox.Store.Rows[0].Payload.Length;
        Assert.InRange(rest, 1, 4096);

        await _outbox.Outbox.EnqueueAsync(OfSize(1 + rest), Cancellation);
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => _outbox.Outbox.EnqueueAsync(OfSize(2 + rest), Cancellation));

        Assert.Equal(EventApiLimits.RequestBodyBytes, _outbox.Store.Rows[1].Payload.Length);
        Assert.Contains("shorten", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, _outbox.Store.Rows.Count);
    }

    [Fact]
    public async Task An_events_own_time_is_sent_as_it_is()
    {
        DateTimeOffset time = _outbox.Time.GetUtcNow().AddHours(-2);

        await _outbox.Outbox.EnqueueAsync(VirtualOutbox.Conversion("order-1").ToBuilder().WithEventTime(time).Build(), Cancellation);

        Assert.Contains($"\"timestamp_unixtime_ms\":{time.ToUnixTimeMilliseconds()}", Encoding.UTF8.GetString(_outbox.Store.Rows[0].Payload), StringComparison.Ordinal);
    }

    private EnqueueOptions At(long ahead) => new() { NotBefore = _outbox.Time.GetUtcNow().AddMilliseconds(ahead) };

    private static ConversionEvent OfSize(int padding)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("large");
        for (int i = 0; i < 62; i++)
        {
            builder.WithAttribute($"attribute{i:00}", new string('x', 4096));
        }

        return builder.WithAttribute("filler", new string('x', 4000)).WithAttribute("padding", new string('x', padding)).Build();
    }

    private sealed class DroppingClient(IPreparedConversionClient inner) : IPreparedConversionClient
    {
        public int CredentialsVersion => inner.CredentialsVersion;

        public PreparedConversion? Prepare(ConversionEvent conversion) => null;

        public Task<SendResult> SendAsync(PreparedConversion conversion, PreparedSendOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }

    private sealed class SomeTransaction : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.Unspecified;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
