using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>Makes one attempt, once it is admitted, within what is left of the send's time.</summary>
internal sealed class AttemptSender(Admission admission, HttpExchange exchange, TimeoutScopes timeouts, TimeSpan timeout, OutcomeRecorder outcomes)
{
    // Its state is reused, since each method that waits costs a send an object otherwise.
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<AttemptResult> SendAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        RateLimitLease? permit = admission.TryEnter();
        try
        {
            TimeSpan waited = TimeSpan.Zero;
            AttemptResult? refusal = null;
            if (permit is null)
            {
                TimeSpan asked = operation.Budget.Elapsed;
                (permit, refusal) = await admission.EnterAsync(operation.Budget, cancellationToken).ConfigureAwait(false);
                waited = operation.Budget.Elapsed - asked;
            }

            outcomes.RecordAdmission(waited);
            if (refusal is not null)
            {
                return refusal;
            }

            TimeSpan remaining = operation.Budget.Remaining;
            if (remaining == TimeSpan.Zero)
            {
                return AttemptResult.WithoutResponse(ClientErrors.Timeout, isRetryable: false, isOutage: false);
            }

            if (operation.CanAttempt?.Invoke() == false)
            {
                return AttemptResult.Withdrawn;
            }

            operation.Attempts++;
            using TimeoutScopes.Scope scope = timeouts.Start(timeout < remaining ? timeout : remaining, cancellationToken);
            AttemptResult result = await exchange.SendAsync(new PayloadContent(operation), scope.Token).ConfigureAwait(false);
            if (result.StatusCode is null)
            {
                // Whatever the network made of it: the caller cancelled.
                cancellationToken.ThrowIfCancellationRequested();
            }

            outcomes.RecordAttempt(operation, result);
            return result;
        }
        finally
        {
            admission.Release(permit);
        }
    }
}
