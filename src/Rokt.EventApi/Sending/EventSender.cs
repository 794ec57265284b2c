using System.Diagnostics;
using Rokt.EventApi.Diagnostics;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Sending;

/// <summary>Sends the body of a request: one time budget, one span, one result.</summary>
/// <param name="pipeline">Sends with circuit breaker and retries.</param>
/// <param name="single">Sends once, for callers that have both of their own.</param>
/// <param name="outcomes">Records what happens.</param>
/// <param name="conversions">Records what is sent.</param>
/// <param name="admission">Disposed with the sender.</param>
/// <param name="metrics">Disposed with the sender.</param>
/// <param name="totalTimeout">The time of a send.</param>
/// <param name="clock">Measures it.</param>
internal sealed class EventSender(
    SendPipeline pipeline, SendPipeline single, OutcomeRecorder outcomes, ConversionRecorder conversions, Admission admission, EventApiMetrics metrics, TimeSpan totalTimeout, TimeProvider clock)
    : IDisposable
{
    public OutcomeRecorder Outcomes => outcomes;

    public ConversionRecorder Conversions => conversions;

    /// <summary>Gets how many sends wait for the rate limit, or for the end of a hold.</summary>
    public int Waiting => admission.Waiting;

    public Task<SendResult> SendAsync(Payload payload, PreparedSendOptions? options, CancellationToken cancellationToken)
    {
        var operation = new SendOperation(payload, new TimeBudget(totalTimeout, clock)) { CanAttempt = options?.CanAttempt };
        return SendAsync(options is { SingleAttempt: true } ? single : pipeline, operation, cancellationToken);
    }

    public void Dispose()
    {
        admission.Dispose();
        metrics.Dispose();
    }

    private async Task<SendResult> SendAsync(SendPipeline way, SendOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            admission.ThrowIfDisposed();
            cancellationToken.ThrowIfCancellationRequested();
            using Activity? span = outcomes.RecordStart(operation);
            return await way.SendAsync(operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever the network made of it: the caller cancelled.
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnreachableException();
        }
        finally
        {
            operation.ReleaseBody();
        }
    }
}
