using System.ComponentModel;
using System.Data.Common;
using Rokt.EventApi.Outbox.Databases;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox;

/// <summary>Writes conversions as rows that a store package stores by itself, with something else. Registered with the account's name as its key.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OutboxWriter
{
    private readonly string _account;
    private readonly OutboxSet _outboxes;
    private readonly ConversionWriter _writer;

    internal OutboxWriter(string account, OutboxSet outboxes)
        : this(account, outboxes, outboxes.Writer, null)
    {
    }

    private OutboxWriter(string account, OutboxSet outboxes, ConversionWriter writer, OutboxTable? rows) =>
        (_account, _outboxes, _writer, Rows) = (account, outboxes, writer, rows);

    /// <summary>Gets the table from which the rows are delivered; null unless <see cref="For"/> returned this.</summary>
    public OutboxTable? Rows { get; }

    /// <summary>Turns a conversion into the row that is stored.</summary>
    /// <param name="conversion">The event.</param>
    /// <param name="options">What is special about it. Default: nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EnqueueOptions.NotBefore"/> is more than 29 days from now.</exception>
    /// <exception cref="OutboxException">The conversion is too large for a request, or cannot be encrypted.</exception>
    /// <returns>The row; null when there is nothing to store, because the client drops the conversion or is disabled.</returns>
    public OutboxRecord? Write(ConversionEvent conversion, EnqueueOptions? options = null) =>
        _writer.Write(conversion, options)?.ToRecord(_account);

    /// <summary>
    /// Returns the writer of the rows that are stored through a connection, whose times are checked against the clock of the database that it leads to;
    /// null if no instance delivers them.
    /// </summary>
    /// <param name="connection">The connection; it may be closed.</param>
    public OutboxWriter? For(DbConnection connection) =>
        _outboxes.Find(connection) is (var database, var runtime) ? new OutboxWriter(_account, _outboxes, runtime.Writer, database.Rows) : null;

    /// <summary>Wakes the delivery, as the handler of an event, when rows were committed.</summary>
    /// <param name="sender">Ignored.</param>
    /// <param name="arguments">Ignored.</param>
    public void OnSaved(object? sender, EventArgs arguments) => _outboxes.Wake();
}
