using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Sends one row, and records what became of it.</summary>
internal sealed class ConversionDelivery(
    IPreparedConversionClient client,
    PayloadCodec codec,
    Lease lease,
    Outcomes outcomes,
    Outage outage,
    Backoff backoff,
    OutboxOptions options,
    OutboxMetrics metrics,
    OutboxClock times,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan UnreadableWait = TimeSpan.FromMinutes(1);

    private readonly UnreadableRows _unreadable = new(logger);

    /// <summary>Delivers a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="term">The lease's term in which it was read; after it, it is another process's.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task<DeliveryResult> DeliverAsync(OutboxRow row, int term, CancellationToken cancellationToken)
    {
        if (lease.Term != term || lease.IsPaused)
        {
            return new DeliveryResult(IsRecorded: false);
        }

        // An event that was scheduled or requeued is older than its delivery.
        TimeSpan maxEventAge = row.NotBefore == 0 ? options.MaxAge : EventApiLimits.EventAge;
        PayloadState state = codec.TryRead(row, out PreparedConversion? conversion);
        if (times.IsOlder(row.Created, options.MaxAge)
            || (conversion?.EventTime is { } time && times.IsOlder(time.ToUnixTimeMilliseconds(), maxEventAge)))
        {
            await MoveToDeadLetterAsync(row, row.Failures, Reasons.TooOld).ConfigureAwait(false);
            return new DeliveryResult(IsRecorded: true);
        }

        switch (state)
        {
            case PayloadState.Damaged:
                await MoveToDeadLetterAsync(row, row.Failures, Reasons.Unreadable).ConfigureAwait(false);
                return new DeliveryResult(IsRecorded: true);
            case PayloadState.NotEncrypted:
                await MoveToDeadLetterAsync(row, row.Failures, Reasons.NotEncrypted).ConfigureAwait(false);
                return new DeliveryResult(IsRecorded: true);
            case PayloadState.Unavailable:
                _unreadable.Add(row.Id);
                await PostponeAsync(row, row.Failures, UnreadableWait, Reasons.Unreadable).ConfigureAwait(false);
                return new DeliveryResult(IsRecorded: true);
            default:
                _unreadable.Remove(row.Id);
                return await SendAsync(row, conversion!, term, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DeliveryResult> SendAsync(OutboxRow row, PreparedConversion conversion, int term, CancellationToken cancellationToken)
    {
        int credentials = client.CredentialsVersion;
        long startedAt = clock.GetTimestamp();
        long sentAt = startedAt;
        bool isStopped = false;
        SendResult result = await client.SendAsync(conversion, new PreparedSendOptions { SingleAttempt = true, CanAttempt = CanAttempt }, cancellationToken).ConfigureAwait(false);
        TimeSpan? responseTime = result.StatusCode is null ? null : clock.GetElapsedTime(sentAt);
        if (isStopped || (result.Status == SendStatus.Unavailable && lease.Term != term))
        {
            return new DeliveryResult(IsRecorded: false, responseTime);
        }

        await RecordAsync(row, result, startedAt, credentials).ConfigureAwait(false);
        return new DeliveryResult(IsRecorded: true, responseTime);

        // What waits for the client's limit is not on its way yet: it says nothing of how far away the server is.
        bool CanAttempt()
        {
            sentAt = clock.GetTimestamp();
            return !(isStopped = lease.Term != term || lease.IsPaused);
        }
    }

    private Task RecordAsync(OutboxRow row, SendResult result, long startedAt, int credentials)
    {
        switch (ResultClassifier.Classify(result))
        {
            case ResultKind.Accepted:
                outage.RecordResponse(row.Id, isAccepted: true);
                metrics.Delivered(TimeSpan.FromMilliseconds(Math.Max(0, times.Now - row.Created)));
                return outcomes.DeleteAsync(row.Id);
            case ResultKind.ConversionRejected:
                outage.RecordResponse(row.Id, isAccepted: false);
                return MoveToDeadLetterAsync(row, row.Failures, Reasons.Rejected(result), result.Errors);
            case ResultKind.CredentialsRefused:
                return RefuseAsync(row, result, startedAt, credentials);
            case ResultKind.Throttled:
                outage.RecordThrottling();
                return PostponeAsync(row, row.Failures, Longest(backoff.After(0), result.RetryAfter), Reasons.Unavailable(result));
            case ResultKind.NotSent:
                TimeSpan hold = Longest(backoff.After(0), result.RetryAfter);
                outage.RecordHold(hold);
                return PostponeAsync(row, row.Failures, hold, Reasons.Unavailable(result));
            default:
                if (ResultClassifier.MayHaveArrived(result))
                {
                    metrics.DuplicatePossible();
                }

                Failure failure = outage.RecordFailure(row.Id, startedAt, Reasons.Unavailable(result));
                return FailAsync(
                    row,
                    failure with { IsItsOwn = failure.IsItsOwn && !ResultClassifier.IsIndependentOfConversion(result) },
                    Reasons.Unavailable(result),
                    result.Errors,
                    result.RetryAfter);
        }
    }

    private Task RefuseAsync(OutboxRow row, SendResult result, long startedAt, int credentials)
    {
        Failure failure = outage.RecordRefusal(row.Id, startedAt, credentials, Reasons.Refused(result));
        if (failure.IsItsOwn)
        {
            return FailAsync(row, failure, Reasons.Refused(result), result.Errors);
        }

        if (failure.BeginsOutage)
        {
            Log.CredentialsRefused(logger, (int)result.StatusCode!);
        }

        // Behind the others: the next one to find out whether the credentials are accepted is another conversion.
        return PostponeAsync(row, row.Failures, backoff.After(0), Reasons.Refused(result));
    }

    private Task FailAsync(OutboxRow row, Failure failure, string reason, IReadOnlyList<EventApiError> errors, TimeSpan? retryAfter = null)
    {
        if (failure.BeginsOutage)
        {
            Log.Unavailable(logger, reason);
        }

        int failures = row.Failures + (failure.IsItsOwn ? 1 : 0);
        return failures >= options.MaxFailures
            ? MoveToDeadLetterAsync(row, failures, reason, errors)
            : PostponeAsync(row, failures, Longest(backoff.After(failures), failure.Wait, retryAfter), reason);
    }

    private Task PostponeAsync(OutboxRow row, int failures, TimeSpan wait, string reason)
    {
        long now = times.Now;
        long due = now + (long)Math.Min(wait.TotalMilliseconds, options.MaxAge.TotalMilliseconds);
        return outcomes.SaveAsync((store, cancellationToken) => store.PostponeAsync(row.Id, now, due, failures, reason, cancellationToken));
    }

    private async Task MoveToDeadLetterAsync(OutboxRow row, int failures, string reason, IReadOnlyList<EventApiError>? errors = null)
    {
        string? codes = StoredErrorCodes.From(errors ?? []);
        long now = times.Now;
        await outcomes.SaveAsync((store, cancellationToken) => store.MoveToDeadLetterAsync(row.Id, now, failures, reason, codes, cancellationToken)).ConfigureAwait(false);
        outage.Forget(row.Id);
        _unreadable.Remove(row.Id);
        metrics.DeadLettered(reason);
        Log.DeadLettered(logger, row.Id, reason);
    }

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan?> waits)
    {
        TimeSpan longest = TimeSpan.Zero;
        foreach (TimeSpan? wait in waits)
        {
            longest = wait > longest ? wait.Value : longest;
        }

        return longest;
    }
}
