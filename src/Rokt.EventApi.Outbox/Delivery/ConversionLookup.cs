using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Finds single conversions, and removes them, beside a delivery that may be sending them.</summary>
/// <param name="account">The account.</param>
/// <param name="store">The store.</param>
/// <param name="current">Returns what belongs to the delivery of this process, or would if it delivered.</param>
/// <param name="options">The settings.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where log lines go.</param>
internal sealed class ConversionLookup(string account, IOperatorStore store, Func<DeliveryDependencies> current, OutboxOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>The most conversions that a search finds.</summary>
    public const int MostFound = 100;

    // Longer than it takes the instance that delivers to look for withdrawals.
    private static readonly TimeSpan LongestWithdrawal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);

    private readonly CustomerHashes? _customers = options.CustomerKey is { } key ? new CustomerHashes(key) : null;

    public async Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, CancellationToken cancellationToken)
    {
        if (StoredReference.From(confirmationRef) is not { } stored)
        {
            return [];
        }

        IReadOnlyList<OutboxConversion> found = await store.FindAsync(stored, MostFound, cancellationToken).ConfigureAwait(false);
        DeliveryDependencies delivery = current();
        return
        [
            .. found.Select(conversion => conversion.State == OutboxConversionState.Pending && delivery.Lease.IsHeld && delivery.Backlog.IsInFlight(conversion.Id)
                ? InFlight(conversion)
                : conversion),
        ];
    }

    public async Task<WithdrawResult> WithdrawAsync(Guid id, CancellationToken cancellationToken)
    {
        WithdrawResult result = await TryWithdrawAsync(id, cancellationToken).ConfigureAwait(false);
        if (result == WithdrawResult.Withdrawn)
        {
            Log.Withdrawn(logger, id);
        }

        return result;
    }

    public async Task<int> EraseAsync(OutboxCustomer customer, CancellationToken cancellationToken)
    {
        if (_customers is null)
        {
            throw new InvalidOperationException(AccountName.In(
                account, "No customer can be found, because no hash of them is stored: set OutboxOptions.CustomerKey. It finds what is enqueued from then on."));
        }

        string[] hashes = _customers.Hash(customer);
        if (hashes.Length == 0)
        {
            throw new ArgumentException("The customer has no identity: give at least one.", nameof(customer));
        }

        IReadOnlyList<Guid> ids = await store.FindCustomerAsync(hashes, cancellationToken).ConfigureAwait(false);

        // What this instance has read is no longer sent; what it is sending cannot be stopped, and is not repeated.
        Backlog backlog = current().Backlog;
        List<Guid> held = [.. ids.Where(backlog.TryHold)];
        try
        {
            int erased = await store.EraseAsync(ids, cancellationToken).ConfigureAwait(false);
            Log.Erased(logger, erased);
            return erased;
        }
        finally
        {
            held.ForEach(backlog.End);
        }
    }

    private async Task<WithdrawResult> TryWithdrawAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await store.WithdrawScheduledAsync(id, cancellationToken).ConfigureAwait(false))
        {
            return WithdrawResult.Withdrawn;
        }

        // Nobody reads it from now on; whoever has read it has to agree. One that an attempt left behind is asked for again.
        if (!await store.RequestWithdrawalAsync(id, cancellationToken).ConfigureAwait(false))
        {
            // Nobody may have ended what was agreed to.
            return await store.EndWithdrawalAsync(id, cancellationToken).ConfigureAwait(false);
        }

        long startedAt = clock.GetTimestamp();
        TimeSpan poll = ShortestPoll;
        while (await current().Withdrawals.TryAgreeAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (await store.EndWithdrawalAsync(id, cancellationToken).ConfigureAwait(false) is not WithdrawResult.InFlight and var result)
            {
                return result;
            }

            if (clock.GetElapsedTime(startedAt) >= LongestWithdrawal)
            {
                break;
            }

            await Task.Delay(poll, clock, cancellationToken).ConfigureAwait(false);
            poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
        }

        // It is in flight, or may be: back to those that wait, unless somebody has agreed in between.
        return await store.CancelWithdrawalAsync(id, cancellationToken).ConfigureAwait(false)
            ? WithdrawResult.InFlight
            : await store.EndWithdrawalAsync(id, cancellationToken).ConfigureAwait(false);
    }

    private static OutboxConversion InFlight(OutboxConversion conversion) => new()
    {
        Id = conversion.Id,
        ConfirmationRef = conversion.ConfirmationRef,
        State = OutboxConversionState.InFlight,
        EnqueuedAt = conversion.EnqueuedAt,
        NotBefore = conversion.NotBefore,
        Failures = conversion.Failures,
        Reason = conversion.Reason,
    };
}
