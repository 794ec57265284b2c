using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What an operator finds and does, on every store, over real HTTP.</summary>
public abstract partial class DeliveryContract
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public async Task An_operator_finds_an_order_in_each_state_and_in_the_ledger()
    {
        _sandbox.Arm(SandboxFault.Status(400, body: """{"errors":[{"code":"BAD_REQUEST","message":"m"},{"code":"john.doe@example.com","message":"m"},{"code":"5551234","message":"m"}]}"""));
        await using OutboxHost host = await StartAsync(options => options.LedgerRetention = TimeSpan.FromDays(365));
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("refused"), Cancellation);
        await host.UntilPendingAsync(0);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("accepted"), Cancellation);
        await host.UntilPendingAsync(0);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("held"), new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(2) }, Cancellation);

        OutboxConversion refused = Assert.Single(await host.Management.FindAsync(" refused\t", Cancellation));
        OutboxConversion accepted = Assert.Single(await host.Management.FindAsync("accepted ", Cancellation));
        OutboxConversion held = Assert.Single(await host.Management.FindAsync("held", Cancellation));

        Assert.Equal((OutboxConversionState.DeadLettered, "rejected 400"), (refused.State, refused.Reason));
        Assert.Equal(["BAD_REQUEST"], refused.ErrorCodes);
        Assert.Equal(refused.ErrorCodes, Assert.Single(await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation)).ErrorCodes);
        Assert.Equal(OutboxConversionState.Delivered, accepted.State);
        Assert.True(accepted.DeliveredAt >= accepted.EnqueuedAt);
        Assert.Equal(OutboxConversionState.Scheduled, held.State);
        Assert.Equal(1, (await host.Outbox.GetStatusAsync(Cancellation)).Scheduled);
        Assert.Equal(1, (await host.Management.CountDeadLettersAsync(Cancellation))["rejected 400"]);
        Assert.Equal((0, 1, 1), Counted((await host.Management.GetStatusOfAccountsAsync(Cancellation))[""]));
        Assert.True((await host.Management.GetStatusOfAccountsAsync(Cancellation))[""].HasDispatcher);
        Assert.Equal(2, _sandbox.Requests.Count);
        Assert.Equal(WithdrawResult.Withdrawn, await host.Management.WithdrawAsync(held.Id, Cancellation));
        Assert.Equal(WithdrawResult.NotFound, await host.Management.WithdrawAsync(held.Id, Cancellation));
        Assert.Equal(WithdrawResult.NotFound, await host.Management.WithdrawAsync(refused.Id, Cancellation));
        Assert.Empty(await host.Management.FindAsync("held", Cancellation));
        Assert.Empty(await host.Management.FindAsync("", Cancellation));
    }

    [Fact]
    public async Task What_is_in_flight_is_shown_and_not_withdrawn_and_what_waits_behind_it_is()
    {
        _sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(7)));
        await using OutboxHost host = await StartAsync(options => options.MaxConcurrency = 1);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("first"), Cancellation);
        await OutboxHost.UntilAsync(
            async () => (await host.Management.FindAsync("first", Cancellation)) is [{ State: OutboxConversionState.InFlight }], "the first is in flight");
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("second"), Cancellation);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("third"), Cancellation);

        OutboxStatus status = await host.Outbox.GetStatusAsync(Cancellation);
        Assert.InRange(status.InFlight, 1, 2);
        Assert.Equal(($"{Environment.MachineName} (process {Environment.ProcessId})", null), (status.Dispatcher, status.Cause));
        Guid first = Assert.Single(await host.Management.FindAsync("first", Cancellation)).Id;
        Guid third = Assert.Single(await host.Management.FindAsync("third", Cancellation)).Id;
        Assert.Equal(WithdrawResult.InFlight, await host.Management.WithdrawAsync(first, Cancellation));
        Assert.Equal(WithdrawResult.Withdrawn, await host.Management.WithdrawAsync(third, Cancellation));

        await host.UntilPendingAsync(0);
        Assert.Equal(2, _sandbox.Requests.Count);
        Assert.DoesNotContain(_sandbox.Requests, request => request.BodyText.Contains("third", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_withdrawn_while_a_job_drains_is_never_sent_and_all_else_is_sent_once()
    {
        await using OutboxHost draining = await StartAsync(options => (options.Deliver, options.MaxConcurrency) = (false, 4));
        await AssertWithdrawnOrSentAsync(draining, () => Task.FromResult<IAsyncDisposable>(new Job(draining.Management)));
    }

    [Fact]
    public async Task Where_nobody_delivers_what_waits_is_withdrawn_at_once()
    {
        await using OutboxHost host = await StartAsync(options => options.Deliver = false);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        Guid id = Assert.Single(await host.Management.FindAsync("order-1", Cancellation)).Id;

        Assert.Equal(WithdrawResult.Withdrawn, await host.Management.WithdrawAsync(id, Cancellation));
        Assert.Equal(WithdrawResult.NotFound, await host.Management.WithdrawAsync(id, Cancellation));
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
    }

    // The deliverer reads all of them at once, and is sending some while others are withdrawn.
    private protected async Task AssertWithdrawnOrSentAsync(OutboxHost host, Func<Task<IAsyncDisposable>> deliver)
    {
        const int Conversions = 120;
        _sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMilliseconds(100)).ForShare(1));
        var ids = new Dictionary<string, Guid>();
        for (int i = 0; i < Conversions; i++)
        {
            string reference = $"order-{i:000}";
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion(reference), Cancellation);
            ids[reference] = Assert.Single(await host.Management.FindAsync(reference, Cancellation)).Id;
        }

        await using IAsyncDisposable delivering = await deliver();
        await _sandbox.WaitForRequestsAsync(4, Cancellation);
        var results = new Dictionary<string, WithdrawResult>();
        await Task.WhenAll(ids.Reverse().Select(async one =>
        {
            WithdrawResult result = await host.Management.WithdrawAsync(one.Value, Cancellation);
            lock (results)
            {
                results[one.Key] = result;
            }
        }));
        await host.UntilPendingAsync(0);

        string[] sent = [.. _sandbox.Requests.Select(request => ids.Keys.Single(reference => request.BodyText.Contains(reference, StringComparison.Ordinal)))];
        Assert.Equal(sent.Distinct().Count(), sent.Length);
        Assert.Equal(ids.Keys.Where(reference => results[reference] != WithdrawResult.Withdrawn).Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
        Assert.InRange(sent.Length, 4, Conversions - 1);
    }

    // Again and again, as jobs run: what could not be withdrawn in time waits for the next one.
    private sealed class Job : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ended = new();
        private readonly Task _running;

        public Job(IOutboxManagement management) => _running = Task.Run(async () =>
        {
            while (!_ended.IsCancellationRequested)
            {
                await management.DrainAsync(TimeSpan.FromMinutes(1));
                await Task.Delay(50);
            }
        });

        public async ValueTask DisposeAsync()
        {
            await _ended.CancelAsync();
            await _running;
            _ended.Dispose();
        }
    }

    [Fact]
    public async Task A_conversion_with_every_identity_is_stored_with_the_hashes_of_all()
    {
        await using OutboxHost host = await StartAsync(options => (options.CustomerKey, options.Deliver) = (Key, false));
        await host.Outbox.EnqueueAsync(
            ConversionEvent.CreateBuilder().WithEmail("jd@example.com").WithHashedEmail(new string('a', 64)).WithCustomerId("1001")
                .WithMobile("3053211654").WithConfirmationRef("all").Build(),
            Cancellation);

        Assert.Equal(1, await host.Management.EraseCustomerAsync(new OutboxCustomer { Mobile = "+1 (305) 321-1654" }, Cancellation));
    }

    [Fact]
    public async Task One_customer_is_erased_by_any_identity_and_the_others_are_not()
    {
        await using OutboxHost host = await StartAsync(options => (options.CustomerKey, options.Deliver) = (Key, false));
        ConversionEventBuilder john = ConversionEvent.CreateBuilder().WithEmail("John.Doe@example.com");
        await host.Outbox.EnqueueAsync(john.WithConfirmationRef("1").Build(), Cancellation);
        await host.Outbox.EnqueueAsync(ConversionEvent.CreateBuilder().WithSha256OfEmail("john.doe@example.com").WithConfirmationRef("2").Build(), Cancellation);
        await host.Outbox.EnqueueAsync(
            ConversionEvent.CreateBuilder().WithEmail("jd@example.com").WithCustomerId("1001").WithMobile("3053211654").WithConfirmationRef("3").Build(),
            new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(2) }, Cancellation);
        await host.Outbox.EnqueueAsync(ConversionEvent.CreateBuilder().WithEmail("jane@example.com").WithConfirmationRef("4").Build(), Cancellation);

        Assert.Equal(0, await host.Management.EraseCustomerAsync(new OutboxCustomer { CustomerId = "3053211654" }, Cancellation));
        Assert.Equal(2, await host.Management.EraseCustomerAsync(new OutboxCustomer { Email = " john.doe@EXAMPLE.com" }, Cancellation));
        Assert.Equal(1, await host.Management.EraseCustomerAsync(new OutboxCustomer { Email = "nobody@example.com", Mobile = "3053211654" }, Cancellation));

        Assert.Equal(1, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
        Assert.Single(await host.Management.FindAsync("4", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Management.EraseCustomerAsync(new OutboxCustomer(), Cancellation));
        var invalid = await Assert.ThrowsAsync<InvalidConversionEventException>(() => host.Management.EraseCustomerAsync(new OutboxCustomer { HashedEmail = "secret-marker" }, Cancellation));
        Assert.DoesNotContain("secret-marker", invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_no_hash_is_stored_and_erasing_says_what_is_missing()
    {
        await using OutboxHost host = await StartAsync(options => options.Deliver = false);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Management.EraseCustomerAsync(new OutboxCustomer { Email = "john.doe@example.com" }, Cancellation));

        Assert.Contains("CustomerKey", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_held_is_delivered_after_its_time_whatever_its_event_time_and_is_not_too_old()
    {
        await using OutboxHost host = await StartAsync(options => (options.MaxAge, options.Deliver) = (TimeSpan.FromSeconds(30), false));
        DateTimeOffset notBefore = DateTimeOffset.UtcNow.AddSeconds(3);
        ConversionEvent old = ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithEventTime(notBefore.AddDays(-2)).WithConfirmationRef("held").Build();
        await host.Outbox.EnqueueAsync(old, new EnqueueOptions { NotBefore = notBefore }, Cancellation);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("at once"), new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(-1) }, Cancellation);

        IReadOnlyList<ReceivedRequest> requests = _sandbox.Requests;
        while (requests.Count < 2)
        {
            await host.Management.DrainAsync(TimeSpan.FromSeconds(10), Cancellation);
            bool hadToWait = DateTimeOffset.UtcNow < notBefore;
            requests = _sandbox.Requests;
            Assert.Contains("at once", requests[0].BodyText, StringComparison.Ordinal);
            Assert.True(!hadToWait || requests.Count == 1, "It was delivered before its time.");
            await Task.Delay(50, Cancellation);
        }

        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("options", () =>
            host.Outbox.EnqueueAsync(OutboxHost.Conversion("far"), new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(29).AddMinutes(1) }, Cancellation));
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("near"), new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(29) }, Cancellation);
    }

    private static (long Pending, long Scheduled, long DeadLettered) Counted(OutboxStatus status) => (status.Pending, status.Scheduled, status.DeadLettered);
}
