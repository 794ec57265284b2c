using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Sending;

/// <summary>One send on its way through the pipeline: what it carries, and what has become of it.</summary>
internal sealed class SendOperation(Payload payload, TimeProvider clock, TimeSpan budget)
{
    private readonly long _start = clock.GetTimestamp();

    // The send itself, and each attempt that is reading the body.
    private int _bodyHolders = 1;

    public ReadOnlyMemory<byte> Body => payload.Body;

    /// <summary>Asked right before each attempt whether it may still be made; null when it always may.</summary>
    public Func<bool>? MayAttempt { get; init; }

    public int Attempts { get; set; }

    /// <summary>What the server said last; a later timeout does not make it forgotten.</summary>
    public AttemptResult? LastAnswer { get; set; }

    /// <summary>How long the server's <c>Retry-After</c> makes this event wait, jitter included.</summary>
    public TimeSpan? ServerWait { get; set; }

    /// <summary>The wait that was decided on before the next attempt.</summary>
    public TimeSpan NextDelay { get; set; }

    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>What is left of the budget; never less than zero.</summary>
    public TimeSpan Remaining => Elapsed is var elapsed && elapsed < budget ? budget - elapsed : TimeSpan.Zero;

    /// <summary>Begins to read the body; false when the send is over, and with it the claim to that memory.</summary>
    public bool TryHoldBody()
    {
        int holders = Volatile.Read(ref _bodyHolders);
        while (holders > 0)
        {
            int before = Interlocked.CompareExchange(ref _bodyHolders, holders + 1, holders);
            if (before == holders)
            {
                return true;
            }

            holders = before;
        }

        return false;
    }

    /// <summary>Ends reading the body, or the send. An attempt that was given up may still be reading: the last one returns the memory.</summary>
    public void ReleaseBody()
    {
        if (Interlocked.Decrement(ref _bodyHolders) == 0)
        {
            payload.Buffer?.Return();
        }
    }
}
