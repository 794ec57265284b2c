using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Diagnostics;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Serialization;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>Sends a body and tells what became of it, to the caller and to telemetry.</summary>
internal sealed class EventSender : IDisposable
{
    /// <summary>How much of its time a send waits for a permit at once: what remains is for the attempt.</summary>
    public const double PatienceShare = 5.0 / 6;

    private readonly string _name;
    private readonly Uri _address;
    private readonly EventApiRetryOptions _retry;
    private readonly TimeProvider _clock;
    private readonly Func<SendOperation, CancellationToken, ValueTask<AttemptResult>> _attemptAsync;
    private readonly SendPipeline _pipeline;
    private readonly RetryDelays _delays;
    private readonly AccountHold _hold;
    private readonly PacedRateLimiter? _ownLimiter;
    private readonly EventApiMetrics _metrics;
    private readonly ILogger _logger;
    private int _saidNoConfirmationRef;

    public EventSender(EventApiOptions options, EventApiClientParts parts)
    {
        _name = parts.Name;
        _address = EventsAddress.Of(options);
        _retry = options.Retry;
        _clock = parts.Clock;
        _delays = new RetryDelays(options.Retry, parts.Random);
        _hold = new AccountHold(_clock);
        _metrics = new EventApiMetrics(_name, parts.MeterFactory);
        _logger = parts.Logger;
        EventApiRateLimitOptions limit = options.RateLimit;
        if (limit is { RateLimiter: null, BatchesPerSecond: { } batchesPerSecond })
        {
            AdaptiveRate? adaptive = limit.Adaptive ? new AdaptiveRate(batchesPerSecond, _clock) : null;
            _ownLimiter = new PacedRateLimiter(batchesPerSecond, limit.Burst, _clock, adaptive, _retry.TotalTimeout * PatienceShare);
        }

        var deadlines = new Deadlines(_clock);
        _attemptAsync = new AttemptSender(
            parts.RequestAsync,
            _address,
            parts.Credentials,
            new Admission(limit.RateLimiter ?? _ownLimiter, _hold, _delays, deadlines, _clock),
            _metrics.WaitedForRateLimit,
            new AnswerReader(_clock),
            deadlines,
            _retry.AttemptTimeout,
            Note).SendAsync;
        _pipeline = new SendPipeline(
            options.CircuitBreaker.Enabled ? new Circuit(options.CircuitBreaker, _clock) : null,
            _retry.MaxRetryAttempts > 0 ? new Retries(_retry, _delays, _clock, OnRetry) : null,
            _attemptAsync);
    }

    public ClientHealth Health { get; } = new();

    public Task<SendResult> SendAsync(Payload payload, CancellationToken cancellationToken) =>
        SendAsync(payload, new SendOperation(payload, _clock, _retry.TotalTimeout), _pipeline, cancellationToken);

    /// <summary>Makes one attempt without retries and circuit breaker, for the outbox has its own; and none if it may no longer.</summary>
    public Task<SendResult> SendOnceAsync(Payload payload, Func<bool> mayAttempt, CancellationToken cancellationToken) =>
        SendAsync(payload, new SendOperation(payload, _clock, _retry.TotalTimeout) { MayAttempt = mayAttempt }, null, cancellationToken);

    public void Dispose()
    {
        _ownLimiter?.Dispose();
        _metrics.Dispose();
    }

    private async Task<SendResult> SendAsync(
        Payload payload, SendOperation operation, SendPipeline? pipeline, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            NoteMissingConfirmationRef(payload);
            using Activity? activity = EventApiTracing.StartSend(_name, _address, payload);
            AttemptResult end;
            if (payload.Body.Length > EventApiLimits.RequestBodyBytes)
            {
                end = TooLarge(payload.Body.Length);
            }
            else if (pipeline is { IsCircuitOpen: true })
            {
                end = await pipeline.TryAsync(operation, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                end = await _attemptAsync(operation, cancellationToken).ConfigureAwait(false);
                if (pipeline is not null)
                {
                    end = await pipeline.FinishAsync(end, operation, cancellationToken).ConfigureAwait(false);
                }
            }

            SendResult result = Result(end, operation);
            if (end != AttemptResult.NotAttempted)
            {
                Report(activity, result, end.Reason, payload, operation.Elapsed);
            }

            return result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever the network made of it: the caller gave up.
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnreachableException();
        }
        finally
        {
            operation.ReleaseBody();
        }
    }

    private void Note(AttemptResult result, SendOperation operation)
    {
        _metrics.Attempted(result.Status, result.Reason);
        if (result.StatusCode is null)
        {
            return;
        }

        operation.LastAnswer = result;
        operation.ServerWait = result is { IsRetryable: true, RetryAfter: { } retryAfter } ? _delays.Honour(retryAfter) : null;
        bool isThrottled = result.StatusCode == HttpStatusCode.TooManyRequests;
        _ownLimiter?.Note(isThrottled, result.RateLimitPercentageUsed);
        _hold.Note(isThrottled, operation.ServerWait);
    }

    private void OnRetry(string reason, SendOperation operation)
    {
        _metrics.Retried(reason);
        Log.Retrying(_logger, operation.NextDelay.TotalMilliseconds, operation.Attempts, reason);
    }

    private void NoteMissingConfirmationRef(Payload payload)
    {
        if (!payload.HasConfirmationRefs && Interlocked.Exchange(ref _saidNoConfirmationRef, 1) == 0)
        {
            Log.NoConfirmationRef(_logger);
        }
    }

    private void Report(Activity? activity, SendResult result, string? reason, Payload payload, TimeSpan elapsed)
    {
        Health.Note(result);
        EventApiTracing.EndSend(activity, result, reason);
        _metrics.Sent(result.Status, reason, elapsed, payload.Body.Length);
        Log.Sent(_logger, result, reason, payload, elapsed);
    }

    private static AttemptResult TooLarge(int bytes)
    {
        EventApiError error = ClientErrors.RequestTooLarge(bytes);
        return new AttemptResult { Status = SendStatus.Rejected, Reason = error.Code, Errors = [error] };
    }

    // What the server said last stays visible when a later attempt, or the wait for one, got no answer.
    private static SendResult Result(AttemptResult end, SendOperation operation)
    {
        AttemptResult? answer = end.StatusCode is null ? operation.LastAnswer : end;
        return new SendResult(end.Status)
        {
            StatusCode = answer?.StatusCode,
            RetryAfter = end.RetryAfter ?? answer?.RetryAfter,
            Attempts = operation.Attempts,
            Errors = end.Errors,
            RateLimitExceeded = answer?.RateLimitExceeded,
            RateLimitPercentageUsed = answer?.RateLimitPercentageUsed,
        };
    }
}
