using System.Text;
using Rokt.EventApi.Outbox;

namespace Rokt.EventApi.Fakes.Tests;

/// <summary>Everything that the interfaces of the outbox, and of queues of one's own, are documented to return and to throw, from fakes.</summary>
public sealed class OutboxFakeTests
{
    private static readonly ConversionEvent Conversion =
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("XYZ123").Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fake_outbox_stores_reports_and_fails()
    {
        var outbox = new FakeOutbox();

        await outbox.EnqueueAsync(Conversion, Cancellation);
        await outbox.EnqueueAsync(Conversion, new EnqueueOptions { NotBefore = DateTimeOffset.UnixEpoch }, Cancellation);
        OutboxStatus status = await outbox.GetStatusAsync(Cancellation);
        outbox.Failure = new OutboxException("The disk is full.");

        Assert.Equal(DateTimeOffset.UnixEpoch, outbox.NotBefore);
        Assert.Equal((2, true, OutboxState.Delivering), (status.Pending, status.HasDispatcher, status.State));
        Assert.Same(outbox.Failure, await Assert.ThrowsAsync<OutboxException>(() => outbox.EnqueueAsync(Conversion, Cancellation)));
    }

    [Fact]
    public async Task A_fake_of_its_management_has_dead_letters_and_states()
    {
        var letter = new DeadLetter { Id = Guid.NewGuid(), Reason = "rejected 400", Failures = 1, ConfirmationRef = "4711", ErrorCodes = ["BAD_REQUEST"], EnqueuedAt = DateTimeOffset.UnixEpoch, DeadLetteredAt = DateTimeOffset.UnixEpoch };
        var management = new FakeOutboxManagement(letter);

        await management.PauseAsync(Cancellation);
        Assert.True((await management.DrainAsync(TimeSpan.FromSeconds(1), Cancellation)).IsPaused);
        await management.ResumeAsync(Cancellation);
        Assert.Same(letter, Assert.Single(await management.GetDeadLettersAsync(cancellationToken: Cancellation)));
        Assert.Equal(1, (await management.CountDeadLettersAsync(Cancellation))["rejected 400"]);
        Assert.Equal(1, (await management.GetStatusOfAccountsAsync(Cancellation))[""].DeadLettered);
        Assert.Equal(["BAD_REQUEST"], Assert.Single(await management.FindAsync("4711", Cancellation)).ErrorCodes);
        Assert.Equal(WithdrawResult.NotFound, await management.WithdrawAsync(letter.Id, Cancellation));
        Assert.Equal(1, await management.EraseCustomerAsync(new OutboxCustomer { Email = "john.doe@example.com" }, Cancellation));
        Assert.Equal(0, await management.RequeueAllAsync("too old", Cancellation) + await management.DiscardAllAsync("too old", Cancellation));
        Assert.True(await management.RequeueAsync(letter.Id, Cancellation));
        Assert.False(await management.DiscardAsync(letter.Id, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => management.DrainAsync(TimeSpan.Zero, Cancellation));
    }

    [Fact]
    public async Task A_fake_client_of_a_queue_prepares_and_sends()
    {
        byte[] body = Encoding.UTF8.GetBytes(
            """{"environment":"development","source_request_id":"1","user_identities":{"email":"a@b.c"},"events":[{"event_type":"custom_event","data":{"event_name":"conversion"}}]}""");
        PreparedConversion prepared = PreparedConversion.FromBody(body);
        var client = new FakePreparedConversionClient(prepared, SendResult.Accepted());

        Assert.Same(prepared, client.Prepare(Conversion));
        Assert.Equal("1", prepared.RequestId);
        Assert.Equal(SendStatus.Accepted, (await client.SendAsync(prepared, cancellationToken: Cancellation)).Status);
        Assert.Equal(SendStatus.Unavailable, (await client.SendAsync(prepared, new PreparedSendOptions { CanAttempt = () => false }, Cancellation)).Status);
    }
}
