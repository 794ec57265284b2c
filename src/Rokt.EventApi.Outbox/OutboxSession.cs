using System.ComponentModel;
using System.Data.Common;

namespace Rokt.EventApi.Outbox;

/// <summary>Holds an open connection, and the transaction that commands on it take part in.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Transaction">The transaction; null when each command commits on its own.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct OutboxSession(DbConnection Connection, DbTransaction? Transaction);
