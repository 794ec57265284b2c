using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Holds the dependencies of a <see cref="DeliveryLoop"/>, for one run.</summary>
internal sealed record DeliveryDependencies(
    IPreparedConversionClient Client,
    Backlog Backlog,
    Lease Lease,
    Outage Outage,
    Outcomes Outcomes,
    ConversionDelivery Delivery,
    Housekeeping Housekeeping,
    Withdrawals Withdrawals,
    Backoff Backoff,
    Signal Signal,
    InFlight InFlight)
{
    /// <summary>A little less than the API's rate, so that it never has to refuse; null for no limit.</summary>
    public Pace? Pace { get; init; }
}
