using System.ComponentModel;

namespace Rokt.EventApi.Outbox;

/// <summary>Specifies what the outbox wants a connection for, by which a store can choose one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum OutboxAccess
{
    /// <summary>To read rows that are to be delivered.</summary>
    Read,

    /// <summary>To count or list rows, which can take long.</summary>
    Count,

    /// <summary>To store a new row.</summary>
    Add,

    /// <summary>To change or delete rows.</summary>
    Change,
}
