using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Leasing;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Finds single conversions, and removes them, beside a delivery that may be sending them.</summary>
internal sealed class ConversionLookup(string account, IOperatorStore store, Lease lease, Backlog backlog, OutboxOptions options, ILogger logger)
{
    private const int MostFound = 100;

    private readonly CustomerHashes? _customers = options.CustomerKey is { } key ? new CustomerHashes(key) : null;

    public async Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, CancellationToken cancellationToken)
    {
        if (StoredReference.From(confirmationRef) is not { } stored)
        {
            return [];
        }

        IReadOnlyList<OutboxConversion> found = await store.FindAsync(stored, MostFound, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(conversion => conversion.State == OutboxConversionState.Pending && lease.IsHeld && backlog.IsInFlight(conversion.Id) ? InFlight(conversion) : conversion)];
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

        // What this instance has read is not sent any more; what it is sending cannot be stopped, and is not repeated.
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

        // Whoever delivers knows what is in flight.
        int term = lease.Term;
        if (term == 0 || !backlog.TryHold(id))
        {
            return await store.IsPendingAsync(id, cancellationToken).ConfigureAwait(false) ? WithdrawResult.InFlight : WithdrawResult.NotFound;
        }

        try
        {
            return await store.WithdrawPendingAsync(id, cancellationToken).ConfigureAwait(false) ? WithdrawResult.Withdrawn : WithdrawResult.NotFound;
        }
        finally
        {
            backlog.End(id);
        }
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
