using System.Data.Common;

namespace Rokt.EventApi.Outbox;

/// <summary>
/// Stores conversions and delivers them in the background, at least once, until the server has accepted or rejected them.
/// Thread-safe, a singleton. <see cref="IOutboxManagement"/> is for operators.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Stores a conversion; when the task completes, it survives a crash, and is delivered. Nothing is stored when
    /// <see cref="EventApiOptions.BeforeSend"/> drops it, which is logged and counted, or when the client is not
    /// <see cref="EventApiOptions.Enabled"/>. It takes no part in an ambient transaction (<c>TransactionScope</c>).
    /// </summary>
    /// <param name="conversion">The event. Its environment and, where <see cref="OutboxOptions.SendEventTime"/> is set, its time are fixed now.</param>
    /// <param name="cancellationToken">A token to cancel the wait; the conversion may be stored all the same.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> is null.</exception>
    /// <exception cref="OutboxException">It could not be stored, or <see cref="EventApiOptions.BeforeSend"/> threw: nothing of it is kept.</exception>
    /// <example>
    /// <code>
    /// await outbox.EnqueueAsync(conversion, cancellationToken);
    /// </code>
    /// </example>
    Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default);

    /// <summary>Stores a conversion with options, such as a time before which it is not delivered; otherwise as without options.</summary>
    /// <param name="conversion">The event. Its environment and, where <see cref="OutboxOptions.SendEventTime"/> is set, its time are fixed now.</param>
    /// <param name="options">The options of the conversion.</param>
    /// <param name="cancellationToken">A token to cancel the wait; the conversion may be stored all the same.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EnqueueOptions.NotBefore"/> is more than 29 days from now, or after the event time.</exception>
    /// <exception cref="OutboxException">It could not be stored, or <see cref="EventApiOptions.BeforeSend"/> threw: nothing of it is kept.</exception>
    /// <example>
    /// For a shop whose orders can be cancelled for two days; until then, <see cref="IOutboxManagement.WithdrawAsync"/> takes it back:
    /// <code>
    /// await outbox.EnqueueAsync(conversion, new EnqueueOptions { NotBefore = order.PlacedAt.AddDays(2) }, cancellationToken);
    /// </code>
    /// </example>
    Task EnqueueAsync(ConversionEvent conversion, EnqueueOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores a conversion in a transaction of the application's own, with the order: it is stored when the transaction is
    /// committed, and delivered within a second of that. Only where conversions are kept in a database (<c>UseDatabase</c>).
    /// </summary>
    /// <param name="conversion">The event. Its environment and, where <see cref="OutboxOptions.SendEventTime"/> is set, its time are fixed now.</param>
    /// <param name="transaction">A transaction on the outbox's database. The outbox neither commits it nor rolls it back.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/> or <paramref name="transaction"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or is that of a database from which nothing is delivered.</exception>
    /// <exception cref="OutboxException">It could not be stored.</exception>
    /// <example>
    /// <code>
    /// await using DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
    /// await connection.ExecuteAsync("INSERT INTO orders …", order, transaction);
    /// await outbox.EnqueueAsync(conversion, transaction, cancellationToken);
    /// await transaction.CommitAsync(cancellationToken);
    /// </code>
    /// </example>
    Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>Stores a conversion with options in a transaction of the application's own; otherwise as without options.</summary>
    /// <param name="conversion">The event. Its environment and, where <see cref="OutboxOptions.SendEventTime"/> is set, its time are fixed now.</param>
    /// <param name="transaction">A transaction on the outbox's database. The outbox neither commits it nor rolls it back.</param>
    /// <param name="options">The options of the conversion.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="ArgumentNullException"><paramref name="conversion"/>, <paramref name="transaction"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EnqueueOptions.NotBefore"/> is more than 29 days from now, or after the event time.</exception>
    /// <exception cref="InvalidOperationException">The transaction has ended, or is that of a database from which nothing is delivered.</exception>
    /// <exception cref="OutboxException">It could not be stored.</exception>
    /// <example>
    /// <code>
    /// var options = new EnqueueOptions { NotBefore = order.PlacedAt.AddDays(2) };
    /// await outbox.EnqueueAsync(conversion, transaction, options, cancellationToken);
    /// </code>
    /// </example>
    Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, EnqueueOptions options, CancellationToken cancellationToken = default);

    /// <summary>Gets how many conversions wait, since when, and whether they are being delivered.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OutboxException">The store could not be read.</exception>
    /// <example>
    /// <code>
    /// OutboxStatus status = await outbox.GetStatusAsync(cancellationToken);
    /// Console.WriteLine($"{status.Pending} wait since {status.OldestPending}, {status.DeadLettered} are in dead letter.");
    /// </code>
    /// </example>
    Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default);
}
