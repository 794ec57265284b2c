using System.ComponentModel;
using System.Data.Common;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.Storage;

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
    public OutboxRecord Write(ConversionEvent conversion)
    {
        NewRow row = _runtime.Writer.Write(conversion);
        return new OutboxRecord(row.Id, _runtime.Account, row.Payload, row.Version, row.Created);
    }

    /// <summary>Determines whether rows that are stored through a connection are delivered.</summary>
    /// <param name="connection">The connection; it may be closed.</param>
    public bool Serves(DbConnection connection) => _runtime.Store.Serves(connection);

    /// <summary>Wakes the delivery, as the handler of an event, when rows were committed.</summary>
    /// <param name="sender">Ignored.</param>
    /// <param name="arguments">Ignored.</param>
    public void OnSaved(object? sender, EventArgs arguments) => _runtime.Writer.Wake();
}
