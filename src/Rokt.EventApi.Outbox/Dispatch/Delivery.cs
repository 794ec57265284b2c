using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Dispatch;

/// <summary>Sends one row, and tells the store what became of it.</summary>
internal sealed class Delivery(
    EventApiClient client,
    IOutboxStore store,
    PayloadCodec codec,
    Lease lease,
    Completions completions,
    Outage outage,
    Backoff backoff,
    OutboxOptions options,
    OutboxMetrics metrics,
    TimeProvider clock,
    ILogger logger)
{
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
            return await BuryAsync(row, row.Failures, "too old", cancellationToken).ConfigureAwait(false);
        }

        byte[]? body = codec.Read(row);
        if (body is null)
        {
            return await BuryAsync(row, row.Failures, "unreadable", cancellationToken).ConfigureAwait(false);
        }

        object credentials = client.CredentialsStamp;
        long startedAt = clock.GetTimestamp();
        SendResult result = await client.SendWrittenAsync(body, () => lease.Term == term, cancellationToken).ConfigureAwait(false);
        switch (result)
        {
            case { Status: SendStatus.Accepted }:
                outage.Answered(row.Id, accepted: true);
                await completions.DeleteAsync(row.Id).ConfigureAwait(false);
                metrics.Delivered(TimeSpan.FromMilliseconds(Now() - row.Created));
                return true;
            case { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden }:
                if (outage.Refused(credentials))
                {
                    Log.Paused(logger, (int)result.StatusCode);
                }

                return false;
            case { Status: SendStatus.Rejected }:
                outage.Answered(row.Id, accepted: false);
                return await BuryAsync(row, row.Failures, Reason("rejected", result), cancellationToken).ConfigureAwait(false);
            case { Status: SendStatus.Unavailable } when lease.Term != term:
                return false;
            default:
                return await FailAsync(row, startedAt, result, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> FailAsync(OutboxRow row, long startedAt, SendResult result, CancellationToken cancellationToken)
    {
        Failure failure = outage.Failed(row.Id, startedAt);
        if (failure.BeginsOutage)
        {
            Log.Unavailable(logger, Reason("unavailable", result));
        }

        if (result is { StatusCode: null, Attempts: > 0 })
        {
            metrics.DuplicatePossible();
        }

        int failures = row.Failures + (failure.IsItsOwn && result.Attempts > 0 ? 1 : 0);
        if (failures >= options.MaxFailures)
        {
            return await BuryAsync(row, failures, Reason("unavailable", result), cancellationToken).ConfigureAwait(false);
        }

        TimeSpan wait = new[] { backoff.Of(failures), failure.Wait, result.RetryAfter ?? TimeSpan.Zero }.Max();
        long due = Now() + (long)Math.Min(wait.TotalMilliseconds, options.MaxAge.TotalMilliseconds);
        await store.PostponeAsync(row.Id, due, failures, Reason("unavailable", result), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> BuryAsync(OutboxRow row, int failures, string reason, CancellationToken cancellationToken)
    {
        await store.BuryAsync(row.Id, Now(), failures, reason, cancellationToken).ConfigureAwait(false);
        metrics.Died(reason);
        Log.Dead(logger, row.Id, reason);
        return true;
    }

    private static string Reason(string outcome, SendResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"{outcome} {(int?)result.StatusCode}").TrimEnd();

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
