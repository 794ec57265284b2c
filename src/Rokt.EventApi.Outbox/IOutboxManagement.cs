namespace Rokt.EventApi.Outbox;

/// <summary>
/// Operates an outbox: pauses it, drains it, and looks after what was moved to dead letter. Registered with
/// <see cref="IOutbox"/>, under the same key. Thread-safe, a singleton.
/// </summary>
public interface IOutboxManagement
{
    /// <summary>
    /// Pauses delivery for all instances, until <see cref="ResumeAsync"/>, also across restarts; enqueuing continues. This
    /// instance stops at once, others within 5 seconds; what is in flight ends. Conversions continue to age.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OutboxException">The store could not be written.</exception>
    /// <example>
    /// <code>
    /// await management.PauseAsync(cancellationToken);
    /// // … the API is to receive nothing for a while …
    /// await management.ResumeAsync(cancellationToken);
    /// </code>
    /// </example>
    Task PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Resumes delivery for all instances: in this one at once, in others within 5 seconds.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OutboxException">The store could not be written.</exception>
    /// <example>
    /// <code>
    /// await management.ResumeAsync(cancellationToken);
    /// </code>
    /// </example>
    Task ResumeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Delivers now, until nothing waits or the time is over: for functions, whose host freezes between requests, and for
    /// jobs; with <see cref="OutboxOptions.Deliver"/> set to false there. A host is not needed. Where another instance
    /// delivers, it waits for that one. It returns at once while delivery is paused.
    /// </summary>
    /// <param name="budget">The most time to take. The last quarter, at most 2 seconds, is left to what is in flight; what has not ended then is delivered again later. Above zero; at most a day.</param>
    /// <param name="cancellationToken">A token to cancel the operation; what is in flight ends.</param>
    /// <returns>The status afterwards, with what is left.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="budget"/> is not above zero, or is longer than a day.</exception>
    /// <exception cref="OutboxException">The store could not be read.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    /// <example>
    /// At the end of a function's request, within what is left of its time:
    /// <code>
    /// OutboxStatus left = await management.DrainAsync(TimeSpan.FromSeconds(5), cancellationToken);
    /// </code>
    /// </example>
    Task<OutboxStatus> DrainAsync(TimeSpan budget, CancellationToken cancellationToken = default);

    /// <summary>Lists conversions that were moved to dead letter, page by page, the last first.</summary>
    /// <param name="limit">The most to list. Default: 100; at least 1.</param>
    /// <param name="reason">Their <see cref="DeadLetter.Reason"/>, compared as the database compares texts. Default: null for any.</param>
    /// <param name="after">
    /// The last one of the page before, of which its time and id are used: it may have been requeued or discarded since.
    /// Default: null for the first page.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is less than 1.</exception>
    /// <exception cref="OutboxException">The store could not be read.</exception>
    /// <example>
    /// <code>
    /// DeadLetter? last = null;
    /// while (await management.GetDeadLettersAsync(100, "rejected 400", last, cancellationToken) is [.., var next] page)
    /// {
    ///     foreach (DeadLetter letter in page)
    ///     {
    ///         Console.WriteLine($"{letter.Id}: {letter.Reason}, after {letter.Failures} failures");
    ///     }
    ///
    ///     last = next;
    /// }
    /// </code>
    /// </example>
    Task<IReadOnlyList<DeadLetter>> GetDeadLettersAsync(
        int limit = 100, string? reason = null, DeadLetter? after = null, CancellationToken cancellationToken = default);

    /// <summary>Counts the conversions of this account in dead letter, by reason.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many there are, by <see cref="DeadLetter.Reason"/>; empty when there are none.</returns>
    /// <exception cref="OutboxException">The store could not be read.</exception>
    /// <example>
    /// <code>
    /// foreach ((string reason, long count) in await management.CountDeadLettersAsync(cancellationToken))
    /// {
    ///     Console.WriteLine($"{count} conversions: {reason}");
    /// }
    /// </code>
    /// </example>
    Task<IReadOnlyDictionary<string, long>> CountDeadLettersAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Gets how each account stands that has conversions or a lease in the store, by its name, registered here or not. For this account
    /// it is as <see cref="IOutbox.GetStatusAsync"/> reports; for the others, the state and whether some instance delivers are as they
    /// were last recorded. <see cref="OutboxStatus.Unregistered"/> is 0 for the others.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OutboxException">The store could not be read.</exception>
    /// <example>
    /// <code>
    /// foreach ((string account, OutboxStatus status) in await management.GetStatusOfAccountsAsync(cancellationToken))
    /// {
    ///     Console.WriteLine($"{account}: {status.Pending} wait, {status.DeadLettered} are in dead letter.");
    /// }
    /// </code>
    /// </example>
    Task<IReadOnlyDictionary<string, OutboxStatus>> GetStatusOfAccountsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Finds what has become of the conversions of an order. One that was delivered is found in the ledger only, if it is kept
    /// (<see cref="OutboxOptions.LedgerRetention"/>).
    /// </summary>
    /// <param name="confirmationRef">The confirmation reference, compared as the database compares texts, up to 256 characters of it.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Up to 100 conversions of this account, those that are stored before those in the ledger; empty when there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="confirmationRef"/> is null.</exception>
    /// <exception cref="OutboxException">The store could not be read.</exception>
    /// <example>
    /// <code>
    /// foreach (OutboxConversion found in await management.FindAsync("4711", cancellationToken))
    /// {
    ///     Console.WriteLine($"{found.State} {found.Reason} {string.Join(", ", found.ErrorCodes)}");
    /// }
    /// </code>
    /// </example>
    Task<IReadOnlyList<OutboxConversion>> FindAsync(string confirmationRef, CancellationToken cancellationToken = default);

    /// <summary>
    /// Withdraws a conversion that waits, because the order was cancelled: it is deleted, and no longer sent. It works through any
    /// instance. Where another one delivers, that one has to agree, because it may have read the conversion already: that takes about a
    /// second, and at most 10.
    /// </summary>
    /// <param name="id">Its <see cref="OutboxConversion.Id"/>.</param>
    /// <param name="cancellationToken">A token to cancel the wait; the conversion may be withdrawn all the same.</param>
    /// <returns>
    /// Whether it was withdrawn; never one that is in flight. What was sent before without a response, or by an instance that crashed,
    /// may have arrived.
    /// </returns>
    /// <exception cref="OutboxException">The store could not be written; the conversion may be withdrawn all the same.</exception>
    /// <example>
    /// <code>
    /// foreach (OutboxConversion found in await management.FindAsync("4711", cancellationToken))
    /// {
    ///     WithdrawResult result = await management.WithdrawAsync(found.Id, cancellationToken);
    /// }
    /// </code>
    /// </example>
    Task<WithdrawResult> WithdrawAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases one customer: deletes all conversions of this account that have one of the customer's identities, whether they wait or are
    /// in dead letter. What is in flight is deleted too, and may still arrive; where another instance delivers, so may what it has read,
    /// for up to a minute. The ledger is left alone: it has confirmation references, and no identity.
    /// </summary>
    /// <param name="customer">The customer's identities, as the application has them. Any one finds a conversion that has it: give all.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many conversions were erased. Those that were enqueued without <see cref="OutboxOptions.CustomerKey"/>, or with another key, are not found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="customer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="customer"/> has no identity.</exception>
    /// <exception cref="InvalidConversionEventException">An identity is not valid. The message does not quote it.</exception>
    /// <exception cref="InvalidOperationException"><see cref="OutboxOptions.CustomerKey"/> is not set.</exception>
    /// <exception cref="OutboxException">The store could not be used; some of the conversions may be erased.</exception>
    /// <example>
    /// <code>
    /// int erased = await management.EraseCustomerAsync(
    ///     new OutboxCustomer { Email = "john.doe@example.com", CustomerId = "1001" }, cancellationToken);
    /// </code>
    /// </example>
    Task<int> EraseCustomerAsync(OutboxCustomer customer, CancellationToken cancellationToken = default);

    /// <summary>Delivers a conversion from dead letter after all, with the same bytes, as if it were enqueued now. Its event time may be older than <see cref="OutboxOptions.MaxAge"/>, up to the API's 30 days.</summary>
    /// <param name="id">Its <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="OutboxException">The store could not be written.</exception>
    /// <example>
    /// <code>
    /// bool wasThere = await management.RequeueAsync(letter.Id, cancellationToken);
    /// </code>
    /// </example>
    Task<bool> RequeueAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Delivers all conversions of this account from dead letter after all, or all with one reason, as if they were enqueued now;
    /// their event times may be older than <see cref="OutboxOptions.MaxAge"/>, up to the API's 30 days.
    /// It is one statement in each database, within the command timeout of its provider: a crash leaves all of a database's
    /// conversions requeued, or none.
    /// </summary>
    /// <param name="reason">Their <see cref="DeadLetter.Reason"/>, compared as the database compares texts. Default: null for any.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="OutboxException">The store could not be written; where there are several databases, others may have changed.</exception>
    /// <example>
    /// After the server that refused them was fixed:
    /// <code>
    /// int requeued = await management.RequeueAllAsync("rejected 400", cancellationToken);
    /// </code>
    /// </example>
    Task<int> RequeueAllAsync(string? reason = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a conversion from dead letter for good.</summary>
    /// <param name="id">Its <see cref="DeadLetter.Id"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="OutboxException">The store could not be written.</exception>
    /// <example>
    /// <code>
    /// bool wasThere = await management.DiscardAsync(letter.Id, cancellationToken);
    /// </code>
    /// </example>
    Task<bool> DiscardAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes conversions of this account from dead letter for good: all that have one reason, and without a reason all. It is
    /// one statement in each database, within the command timeout of its provider.
    /// </summary>
    /// <param name="reason">Their <see cref="DeadLetter.Reason"/>, compared as the database compares texts. Default: null for any.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="OutboxException">The store could not be written; where there are several databases, others may have changed.</exception>
    /// <example>
    /// <code>
    /// int discarded = await management.DiscardAllAsync("too old", cancellationToken);
    /// </code>
    /// </example>
    Task<int> DiscardAllAsync(string? reason = null, CancellationToken cancellationToken = default);
}
