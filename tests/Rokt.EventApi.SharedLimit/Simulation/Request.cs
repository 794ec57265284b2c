namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>A call on its way, as <c>SendOperation</c> is in the client.</summary>
internal sealed class Request(Instance instance, long arrived)
{
    public Instance Instance { get; } = instance;

    public long Arrived { get; } = arrived;

    /// <summary>When it last began to wait to be let through.</summary>
    public long AskedAt { get; set; }

    /// <summary>How long it has waited to be let through.</summary>
    public long Waited { get; set; }

    public int Attempts { get; set; }

    public bool IsOver { get; set; }

    public bool IsThrottled { get; set; }

    public double? PercentageUsed { get; set; }

    public LinkedListNode<(Request Waiter, long Since)>? Place { get; set; }
}
