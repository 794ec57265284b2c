namespace Rokt.EventApi.Outbox;

/// <summary>Holds the options of one conversion that is enqueued.</summary>
public sealed class EnqueueOptions
{
    /// <summary>
    /// Gets or sets the time before which the conversion is not delivered, such as the end of the time in which the order can be
    /// cancelled; it is delivered within two minutes after it, and its age counts from then. Default: null for at once, as for a time
    /// that has passed; at most 29 days from now and after the event time, because the API takes no event that is older than 30 days.
    /// </summary>
    public DateTimeOffset? NotBefore { get; set; }
}
