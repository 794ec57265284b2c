using System.Diagnostics;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Serialization;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>One send on its way: what it carries, how long it may take, and what has become of it.</summary>
internal sealed class SendOperation(Payload payload, TimeBudget budget)
{
    // The send itself, and each attempt that is reading the body.
    private int _bodyHolders = 1;

    public Payload Payload => payload;

    public TimeBudget Budget => budget;

    /// <summary>The span of the send; null when nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>Asked right before each attempt whether it may still be made; null when it always may.</summary>
    public Func<bool>? CanAttempt { get; init; }

    public int Attempts { get; set; }

    /// <summary>Whether an attempt was repeated without a wait, which is done once.</summary>
    public bool HasRetriedAtOnce { get; set; }

    /// <summary>The last response of the server; a later timeout does not make it forgotten.</summary>
    public AttemptResult? LastResponse { get; set; }

    /// <summary>Returns the result for the caller. The last response stays visible when a later attempt, or the wait for one, got none.</summary>
    public SendResult ToResult(AttemptResult end, Account account)
    {
        AttemptResult? response = end.StatusCode is null ? LastResponse : end;
        return new SendResult(end.Status)
        {
            StatusCode = response?.StatusCode,
            RetryAfter = end.RetryAfter ?? response?.RetryAfter,
            Account = account,
            Attempts = Attempts,
            Errors = end.Errors,
            RateLimitExceeded = response?.RateLimitExceeded,
            RateLimitPercentageUsed = response?.RateLimitPercentageUsed,
        };
    }

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

    /// <summary>Ends reading the body, or the send. An abandoned attempt may still be reading: the last one returns the memory.</summary>
    public void ReleaseBody()
    {
        if (Interlocked.Decrement(ref _bodyHolders) == 0)
        {
            payload.Buffer?.Return();
        }
    }
}
