using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>What a dispatcher is made of.</summary>
internal sealed record DispatcherParts(
    IPreparedConversionClient Client,
    IOutboxStore Store,
    Lease Lease,
    Outage Outage,
    Outcomes Outcomes,
    ConversionDelivery Delivery,
    Housekeeping Housekeeping,
    Backoff Backoff,
    Signal Signal)
{
    /// <summary>A little less than the API's rate, so that it never has to refuse.</summary>
    public Pace? Pace { get; init; }
}
