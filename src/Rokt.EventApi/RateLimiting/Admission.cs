using System.Threading.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Sending;

namespace Rokt.EventApi.RateLimiting;

/// <summary>Lets an attempt through when nothing holds the account back and the rate limiter has a permit; never past the send's time.</summary>
/// <param name="limiter">Has the permits; null: without any.</param>
/// <param name="hold">What the server asked the account to wait.</param>
/// <param name="delays">How long a limiter's own wait is honoured.</param>
/// <param name="deadlines">End the wait for a permit.</param>
/// <param name="clock">The time of every other wait.</param>
internal sealed class Admission(RateLimiter? limiter, AccountHold hold, RetryDelays delays, Deadlines deadlines, TimeProvider clock)
{
    private readonly PacedRateLimiter? _own = limiter as PacedRateLimiter;

    /// <summary>Lets an attempt through for which the client's own limiter has a permit; null when it may have to wait, or has another limiter.</summary>
    public RateLimitLease? TryEnter() =>
        hold.Remaining <= TimeSpan.Zero && _own?.AttemptAcquire() is { IsAcquired: true } permit ? permit : null;

    /// <summary>Waits to be let through, and returns the permit, held until the attempt is over, or why there is none.</summary>
    public async ValueTask<(RateLimitLease? Permit, AttemptResult? Refusal)> EnterAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait = hold.Remaining;
            if (wait <= TimeSpan.Zero)
            {
                RateLimitLease? lease;
                try
                {
                    lease = limiter is null ? null : await AcquireAsync(limiter, operation, cancellationToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    return (null, Refusal(null));
                }

                if (lease is { IsAcquired: false })
                {
                    bool isTimed = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter);
                    lease.Dispose();
                    if (!isTimed)
                    {
                        return (null, Refusal(null));
                    }

                    wait = delays.Honour(retryAfter);
                }
                else if (hold.Remaining <= TimeSpan.Zero)
                {
                    return (lease, null);
                }
                else
                {
                    // The account was held back while this attempt queued for its permit.
                    lease?.Dispose();
                    continue;
                }
            }

            // A timer counts whole milliseconds: one that is a fraction too short would come back at once, again and again.
            var roundedUp = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            if (roundedUp >= operation.Remaining)
            {
                return (null, Refusal(wait));
            }

            await Task.Delay(roundedUp, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<RateLimitLease> AcquireAsync(RateLimiter limiter, SendOperation operation, CancellationToken cancellationToken)
    {
        using Deadline deadline = deadlines.Start(operation.Remaining, cancellationToken);
        return await limiter.AcquireAsync(cancellationToken: deadline.Token).ConfigureAwait(false);
    }

    private static AttemptResult Refusal(TimeSpan? retryAfter) =>
        AttemptResult.Unanswered(ClientErrors.RateLimit, isRetryable: false, isOutage: false, retryAfter);
}
