using System.Threading.RateLimiting;
using Polly;
using Polly.Timeout;

namespace Rokt.EventApi.Http;

/// <summary>Lets an attempt through when nothing holds the account back and the rate limiter has a permit; never past the send's time.</summary>
internal sealed class AdmissionStrategy(AdmissionOptions options) : ResilienceStrategy<AttemptResult>
{
    protected override async ValueTask<Outcome<AttemptResult>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<AttemptResult>>> callback, ResilienceContext context, TState state)
    {
        SendOperation operation = SendOperation.Of(context);
        RateLimitLease? lease = null;
        try
        {
            operation.IsWaitingForPermit = true;
            long start = options.Clock.GetTimestamp();
            (lease, AttemptResult? refusal) = await AdmitAsync(operation, context.CancellationToken).ConfigureAwait(false);
            options.Waited(options.Clock.GetElapsedTime(start));
            if (refusal is not null)
            {
                return Outcome.FromResult(refusal);
            }

            operation.IsWaitingForPermit = false;
            Outcome<AttemptResult> outcome = await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext);
            return outcome.Exception is TimeoutRejectedException
                ? Outcome.FromResult(AttemptResult.Unanswered(ClientErrors.Timeout, isRetryable: true, isOutage: true))
                : outcome;
        }
        catch (OperationCanceledException exception)
        {
            return Outcome.FromException<AttemptResult>(exception);
        }
        finally
        {
            lease?.Dispose();
        }
    }

    private async ValueTask<(RateLimitLease? Lease, AttemptResult? Refusal)> AdmitAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait = options.Hold.Remaining;
            if (wait <= TimeSpan.Zero)
            {
                RateLimitLease? lease = options.Limiter is null ? null : await options.Limiter.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
                if (lease is { IsAcquired: false })
                {
                    bool isTimed = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter);
                    lease.Dispose();
                    if (!isTimed)
                    {
                        return (null, Refusal(null));
                    }

                    wait = options.Delays.Honour(retryAfter);
                }
                else if (options.Hold.Remaining <= TimeSpan.Zero)
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

            if (wait >= operation.Remaining)
            {
                return (null, Refusal(wait));
            }

            // A timer counts whole milliseconds: one that is a fraction too short would come back at once, again and again.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static AttemptResult Refusal(TimeSpan? retryAfter) =>
        AttemptResult.Unanswered(ClientErrors.RateLimit, isRetryable: false, isOutage: false, retryAfter);
}
