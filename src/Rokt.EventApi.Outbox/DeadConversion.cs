namespace Rokt.EventApi.Outbox;

/// <summary>A conversion that will not be delivered; without its content.</summary>
public sealed class DeadConversion
{
    internal DeadConversion()
    {
    }

    /// <summary>Its id in the store.</summary>
    public Guid Id { get; internal init; }

    /// <summary>When it was enqueued.</summary>
    public DateTimeOffset EnqueuedAt { get; internal init; }

    /// <summary>When it was given up.</summary>
    public DateTimeOffset DiedAt { get; internal init; }

    /// <summary>How often it failed while others succeeded.</summary>
    public int Failures { get; internal init; }

    /// <summary>Why, such as <c>rejected 400</c>, <c>too old</c> or <c>unavailable 500</c>: class and status, never the server's text.</summary>
    public string Reason { get; internal init; } = "";
}
