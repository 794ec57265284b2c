using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// The accounts in the store that no instance delivers: renamed or removed, while their conversions wait. Their lease rows
/// stand still. Their conversions are counted and reported, and age like others.
/// </summary>
internal sealed class UnregisteredAccounts(string account, IOutboxStore store, OutboxOptions options, OutboxMetrics metrics, OutboxClock times, TimeProvider clock, ILogger logger)
{
    private const int AtOnce = 500;

    // Long enough for a restart.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly OutboxOptions Defaults = new();

    private readonly Dictionary<string, Sighting> _seen = [];
    private string _reported = "";
    private long _pending;

    /// <summary>How many conversions wait under such accounts.</summary>
    public long Pending => Volatile.Read(ref _pending);

    /// <summary>Looks at the accounts, and counts the conversions of those whose lease stood still.</summary>
    /// <param name="mayTidy">Whether this instance also moves to dead letter what is too old, and deletes what was moved long ago.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task ObserveAsync(bool mayTidy, CancellationToken cancellationToken)
    {
        long pending = 0;
        var names = new List<string>();
        foreach (StoredAccount other in await store.ReadAccountsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (other.Name == account || !StandsStill(other))
            {
                continue;
            }

            Depth depth = await store.CountAsync(other.Name, cancellationToken).ConfigureAwait(false);
            if (depth.Pending + depth.Scheduled > 0)
            {
                pending += depth.Pending + depth.Scheduled;
                names.Add($"\"{other.Name}\"");
            }

            if (mayTidy)
            {
                await TidyAsync(other.Name, cancellationToken).ConfigureAwait(false);
            }
        }

        Volatile.Write(ref _pending, pending);
        metrics.Unregistered = pending;
        string accounts = string.Join(", ", names.Order(StringComparer.Ordinal));
        if (accounts != _reported && accounts.Length > 0)
        {
            Log.UnregisteredAccounts(logger, pending, accounts);
        }

        _reported = accounts;
    }

    private async Task TidyAsync(string name, CancellationToken cancellationToken)
    {
        await store.ReleaseAsync(name, times.Reached, AtOnce, cancellationToken).ConfigureAwait(false);
        metrics.DeadLettered(Reasons.Unreadable, await store.MoveDamagedToDeadLetterAsync(name, times.Now, Reasons.Unreadable, cancellationToken).ConfigureAwait(false));

        // What the account has set is not known here: its application may only be down.
        if (times.LatestOlder(Longer(options.MaxAge, Defaults.MaxAge)) is { } created)
        {
            int expired = await store.ExpireAsync(name, created, times.Now, Reasons.TooOld, AtOnce, cancellationToken).ConfigureAwait(false);
            metrics.DeadLettered(Reasons.TooOld, expired);
            await store.Operator.PurgeWithdrawnAsync(name, created, cancellationToken).ConfigureAwait(false);
        }

        if (times.LatestOlder(Longer(options.DeadLetterRetention, Defaults.DeadLetterRetention)) is { } moved)
        {
            await store.PurgeAsync(name, moved, AtOnce, cancellationToken).ConfigureAwait(false);
        }

        // It may keep its ledger for longer than this one, and what is deleted is gone.
        if (options.LedgerRetention is not null && times.LatestOlder(OutboxOptions.LongestLedgerRetention) is { } delivered)
        {
            await store.PurgeLedgerAsync(name, delivered, AtOnce, cancellationToken).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private bool StandsStill(StoredAccount other)
    {
        if (!_seen.TryGetValue(other.Name, out Sighting? seen) || seen.Beat != other.Beat)
        {
            _seen[other.Name] = new Sighting(other.Beat, clock.GetTimestamp());
            return false;
        }

        return clock.GetElapsedTime(seen.Timestamp) >= Patience;
    }

    private sealed record Sighting(long? Beat, long Timestamp);
}
