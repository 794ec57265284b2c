using System.ComponentModel;
using System.Data.Common;
using Rokt.EventApi.Outbox.Databases;

namespace Rokt.EventApi.Outbox;

/// <summary>Writes conversions as rows that a store package stores by itself, with something else. Registered with the account's name as its key.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OutboxWriter
{
    private readonly string _account;
    private readonly OutboxSet _outboxes;

    internal OutboxWriter(string account, OutboxSet outboxes) => (_account, _outboxes) = (account, outboxes);

    /// <summary>Turns a conversion into the row that is stored.</summary>
    /// <param name="conversion">The event.</param>
    /// <param name="options">What is special about it. Default: nothing.</param>
    /// <param name="connection">Where the row will be stored; its times are checked against the clock of that database. Default: the one of the outbox, or the machine's clock where it has several.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EnqueueOptions.NotBefore"/> is more than 29 days from now, or after the event time.</exception>
    /// <exception cref="OutboxException">The conversion is too large for a request, or cannot be encrypted.</exception>
    /// <returns>The row; null when there is nothing to store, because the client drops the conversion or is disabled.</returns>
    public OutboxRecord? Write(ConversionEvent conversion, EnqueueOptions? options = null, DbConnection? connection = null) =>
        ((connection is null ? null : _outboxes.Find(connection)?.Runtime.Writer) ?? _outboxes.Writer).Write(conversion, options)?.ToRecord(_account);

    /// <summary>Returns the table from which rows that are stored through a connection are delivered; null if no instance delivers them.</summary>
    /// <param name="connection">The connection; it may be closed.</param>
    public OutboxTable? FindRows(DbConnection connection) => _outboxes.Find(connection)?.Database.Rows;

    /// <summary>Wakes the delivery, as the handler of an event, when rows were committed.</summary>
    /// <param name="sender">Ignored.</param>
    /// <param name="arguments">Ignored.</param>
    public void OnSaved(object? sender, EventArgs arguments) => _outboxes.Wake();
}
