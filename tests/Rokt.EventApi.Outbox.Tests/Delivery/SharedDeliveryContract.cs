namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What becomes of a conversion on the stores that several instances share.</summary>
public abstract class SharedDeliveryContract : DeliveryContract
{
    [Fact]
    public async Task What_is_withdrawn_through_another_instance_is_never_sent_also_when_it_was_read_already_and_all_else_is_sent_once()
    {
        await using OutboxHost storing = await StartAsync(options => options.Deliver = false);
        await AssertWithdrawnOrSentAsync(storing, async () => await StartAsync(options => options.MaxConcurrency = 4));
    }
}
