using System.Globalization;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Sends one row, and has the store told what became of it.</summary>
internal sealed class ConversionDelivery(
    IPreparedConversionClient client,
    PayloadCodec codec,
    Lease lease,
    Outcomes outcomes,
    Outage outage,
    Backoff backoff,
    OutboxOptions options,
    OutboxMetrics metrics,
    TimeProvider clock,
    ILogger logger)
{
    // Longer would let a mistaken Retry-After stop the outbox for good.
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);
    private static readonly TimeSpan UnreadableWait = TimeSpan.FromMinutes(1);

    /// <summary>Returns whether the store knows what became of the row; otherwise it is as it was.</summary>
    /// <param name="row">The row.</param>
    /// <param name="term">The lease's term in which it was read; after it, it is another process's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> DeliverAsync(OutboxRow row, int term, CancellationToken cancellationToken)
    {
        if (lease.Term != term)
        {
            return false;
        }

        if (Now() - row.Created > options.MaxAge.TotalMilliseconds)
        {
            await MoveToDeadLetterAsync(row, row.Failures, "too old").ConfigureAwait(false);
            return true;
        }

        switch (codec.TryRead(row, out PreparedConversion? conversion))
        {
            case Readability.Damaged:
                await MoveToDeadLetterAsync(row, row.Failures, "unreadable").ConfigureAwait(false);
                return true;
            case Readability.NotNow:
                await PostponeAsync(row, row.Failures, UnreadableWait, "unreadable").ConfigureAwait(false);
                return true;
            default:
                return await SendAsync(row, conversion!, term, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> SendAsync(OutboxRow row, PreparedConversion conversion, int term, CancellationToken cancellationToken)
    {
        int credentials = client.CredentialsVersion;
        long startedAt = clock.GetTimestamp();
        var once = new PreparedSendOptions { SingleAttempt = true, CanAttempt = () => lease.Term == term };
        SendResult result;
        try
        {
            result = await client.SendAsync(conversion, once, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Something that the application added to the client.
            Log.SendThrew(logger, exception);
            await FailAsync(row, outage.Failed(row.Id, startedAt), "exception").ConfigureAwait(false);
            return true;
        }

        if (result.Status == SendStatus.Unavailable && lease.Term != term)
        {
            return false;
        }

        await ConcludeAsync(row, result, startedAt, credentials).ConfigureAwait(false);
        return true;
    }

    private Task ConcludeAsync(OutboxRow row, SendResult result, long startedAt, int credentials)
    {
        switch (Verdicts.Of(result))
        {
            case Verdict.Accepted:
                outage.Answered(row.Id, isAccepted: true);
                metrics.Delivered(TimeSpan.FromMilliseconds(Now() - row.Created));
                return outcomes.DeleteAsync(row.Id);
            case Verdict.ConversionRefused:
                outage.Answered(row.Id, isAccepted: false);
                return MoveToDeadLetterAsync(row, row.Failures, Reason("rejected", result));
            case Verdict.CredentialsRefused:
                return RefuseAsync(row, result, startedAt, credentials);
            case Verdict.Throttled:
                outage.Throttled();
                return PostponeAsync(row, row.Failures, Longest(backoff.Of(0), result.RetryAfter), Reason("unavailable", result));
            case Verdict.NotSent:
                TimeSpan hold = Longest(backoff.Of(0), result.RetryAfter);
                outage.Held(hold < LongestHold ? hold : LongestHold);
                return PostponeAsync(row, row.Failures, hold, Reason("unavailable", result));
            default:
                if (Verdicts.MayHaveArrived(result))
                {
                    metrics.DuplicatePossible();
                }

                Failure failure = outage.Failed(row.Id, startedAt);
                return FailAsync(row, failure with { IsItsOwn = failure.IsItsOwn && !Verdicts.IsNobodysFault(result) }, Reason("unavailable", result), result.RetryAfter);
        }
    }

    private Task RefuseAsync(OutboxRow row, SendResult result, long startedAt, int credentials)
    {
        Failure failure = outage.Refused(row.Id, startedAt, credentials);
        if (failure.IsItsOwn)
        {
            return FailAsync(row, failure, Reason("refused", result));
        }

        if (failure.BeginsOutage)
        {
            Log.Paused(logger, (int)result.StatusCode!);
        }

        // Behind the others: the next one to find out whether the credentials are accepted is another conversion.
        return PostponeAsync(row, row.Failures, backoff.Of(0), Reason("refused", result));
    }

    private Task FailAsync(OutboxRow row, Failure failure, string reason, TimeSpan? retryAfter = null)
    {
        if (failure.BeginsOutage)
        {
            Log.Unavailable(logger, reason);
        }

        int failures = row.Failures + (failure.IsItsOwn ? 1 : 0);
        return failures >= options.MaxFailures
            ? MoveToDeadLetterAsync(row, failures, reason)
            : PostponeAsync(row, failures, Longest(backoff.Of(failures), failure.Wait, retryAfter), reason);
    }

    private Task PostponeAsync(OutboxRow row, int failures, TimeSpan wait, string reason)
    {
        long now = Now();
        long due = now + (long)Math.Min(wait.TotalMilliseconds, options.MaxAge.TotalMilliseconds);
        return outcomes.SaveAsync((store, cancellationToken) => store.PostponeAsync(row.Id, now, due, failures, reason, cancellationToken));
    }

    private async Task MoveToDeadLetterAsync(OutboxRow row, int failures, string reason)
    {
        long now = Now();
        await outcomes.SaveAsync((store, cancellationToken) => store.MoveToDeadLetterAsync(row.Id, now, failures, reason, cancellationToken)).ConfigureAwait(false);
        outage.Forget(row.Id);
        metrics.Died(reason);
        Log.Dead(logger, row.Id, reason);
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

    private static string Reason(string outcome, SendResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{outcome} {(int?)result.StatusCode}").TrimEnd();

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
