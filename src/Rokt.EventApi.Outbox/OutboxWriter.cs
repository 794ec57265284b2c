using System.ComponentModel;
using System.Data.Common;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox;

/// <summary>Writes conversions as rows that a store package stores by itself, with something else. Registered with the account's name as its key.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OutboxWriter
{
    private readonly OutboxRuntime _runtime;

    internal OutboxWriter(OutboxRuntime runtime) => _runtime = runtime;

    /// <summary>Turns a conversion into the row that is stored.</summary>
    /// <param name="conversion">The event.</param>
    /// <exception cref="OutboxException">The conversion is too large for a request, or cannot be encrypted.</exception>
    /// <returns>The row; null when there is nothing to store, because the client drops the conversion or is disabled.</returns>
    public OutboxRecord? Write(ConversionEvent conversion) =>
        _runtime.Writer.Write(conversion) is { } row
            ? new OutboxRecord(row.Id, _runtime.Account, row.Payload, row.Version, row.Created)
            : null;

    /// <summary>Determines whether rows that are stored through a connection are delivered.</summary>
    /// <param name="connection">The connection; it may be closed.</param>
    public bool Serves(DbConnection connection) => _runtime.Store.Serves(connection);

    /// <summary>Wakes the delivery, as the handler of an event, when rows were committed.</summary>
    /// <param name="sender">Ignored.</param>
    /// <param name="arguments">Ignored.</param>
    public void OnSaved(object? sender, EventArgs arguments) => _runtime.Writer.Wake();
}
