using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Dashboard.Traffic;

namespace Rokt.EventApi.Outbox.Dashboard.Status;

/// <summary>
/// Reads how the accounts stand. However many pages are open, the stores are asked once per second at most, and for a tenth of the
/// time at most: counting a large dead letter is work.
/// </summary>
internal sealed class StatusReader(Accounts accounts, TrafficMeter traffic, IOptionsMonitor<EventApiOptions> clients, TimeProvider clock) : IDisposable
{
    private const int RestPerWork = 9;

    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Reading? _last;
    private int _changes;

    public async Task<StatusReport> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<AccountReport> reports = await ReadStoresAsync(cancellationToken).ConfigureAwait(false);
        return new StatusReport(
            $"{Environment.MachineName} (process {Environment.ProcessId})",
            clock.GetUtcNow(),
            [.. reports.Select(report => report.IsRegistered ? report with { Traffic = traffic.Read(report.Name) } : report)]);
    }

    /// <summary>Reads again: an operator changed something.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _changes);
        _last = null;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<AccountReport>> ReadStoresAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long startedAt = clock.GetTimestamp();
            if (_last is { } last && clock.GetElapsedTime(last.At, startedAt) < last.Rest)
            {
                return last.Reports;
            }

            // What one page asked for serves the others, even when that page is closed by then.
            int changes = Volatile.Read(ref _changes);
            IReadOnlyList<AccountReport> reports = await ReadAllAsync(CancellationToken.None).ConfigureAwait(false);
            TimeSpan rest = clock.GetElapsedTime(startedAt) * RestPerWork;
            _last = changes == Volatile.Read(ref _changes) ? new Reading(reports, clock.GetTimestamp(), rest > ShortestRest ? rest : ShortestRest) : null;
            return reports;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<IReadOnlyList<AccountReport>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var reports = new SortedDictionary<string, AccountReport>(StringComparer.Ordinal);
        var others = new Dictionary<string, OutboxStatus>();
        foreach (OutboxAccount account in accounts.All)
        {
            EventApiRateLimitOptions limit = clients.Get(account.Name).RateLimit;
            var report = new AccountReport(account.Name, IsRegistered: true, null, [], limit.RateLimiter is null ? limit.BatchesPerSecond : null, null);
            try
            {
                reports[account.Name] = report with
                {
                    Status = await account.Outbox.GetStatusAsync(cancellationToken).ConfigureAwait(false),
                    Reasons = await CountAsync(account, cancellationToken).ConfigureAwait(false),
                };

                // One that was found in another's store is kept in the same one.
                if (!others.ContainsKey(account.Name))
                {
                    foreach ((string name, OutboxStatus status) in await account.Management.GetStatusOfAccountsAsync(cancellationToken).ConfigureAwait(false))
                    {
                        others.TryAdd(name, status);
                    }
                }
            }
            catch (OutboxException exception)
            {
                reports[account.Name] = report with { Problem = exception.Message };
            }
        }

        foreach ((string name, OutboxStatus status) in others)
        {
            reports.TryAdd(name, new AccountReport(name, IsRegistered: false, status, [], null, null));
        }

        return [.. reports.Values];
    }

    private static async Task<IReadOnlyList<ReasonCount>> CountAsync(OutboxAccount account, CancellationToken cancellationToken) =>
        [.. (await account.Management.CountDeadLettersAsync(cancellationToken).ConfigureAwait(false))
            .Select(counted => new ReasonCount(counted.Key, counted.Value))
            .OrderByDescending(counted => counted.Count).ThenBy(counted => counted.Reason, StringComparer.Ordinal)];

    private sealed record Reading(IReadOnlyList<AccountReport> Reports, long At, TimeSpan Rest);
}
