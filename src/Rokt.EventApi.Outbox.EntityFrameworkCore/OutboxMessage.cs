using System.ComponentModel;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore;

/// <summary>A conversion in the application's database. <c>AddConversion</c> creates it; read it with <see cref="IOutbox"/>.</summary>
/// <remarks>It is public, unsealed and virtual because proxies and compiled models ask for it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class OutboxMessage : INotifyPropertyChanging, INotifyPropertyChanged
{
    // Contexts with change-tracking proxies ask every entity for these. None ever changes once it is added.
    event PropertyChangingEventHandler? INotifyPropertyChanging.PropertyChanging
    {
        add { }
        remove { }
    }

    event PropertyChangedEventHandler? INotifyPropertyChanged.PropertyChanged
    {
        add { }
        remove { }
    }

    internal static OutboxMessage From(OutboxRecord record) => new()
    {
        Id = record.Id,
        Account = record.Account,
        Payload = record.Payload,
        Version = record.Version,
        Created = record.Created,
        Due = record.Created,
        Updated = record.Created,
    };

    /// <summary>Gets or sets its id.</summary>
    public virtual Guid Id { get; set; }

    /// <summary>Gets or sets the account's name.</summary>
    public virtual string Account { get; set; } = "";

    /// <summary>Gets or sets the body of the request, possibly encrypted.</summary>
    public virtual byte[] Payload { get; set; } = [];

    /// <summary>Gets or sets how the payload is written.</summary>
    public virtual int Version { get; set; }

    /// <summary>Gets or sets when it was enqueued, in Unix milliseconds.</summary>
    public virtual long Created { get; set; }

    /// <summary>Gets or sets when it is due, or when it was moved to dead letter; in Unix milliseconds, because SQLite cannot order by a DateTimeOffset.</summary>
    public virtual long Due { get; set; }

    /// <summary>Gets or sets when it was last written, in Unix milliseconds.</summary>
    public virtual long Updated { get; set; }

    /// <summary>Gets or sets how often it failed while others succeeded.</summary>
    public virtual int Failures { get; set; }

    /// <summary>Gets or sets whether it is pending (0) or dead-lettered (1).</summary>
    public virtual int State { get; set; }

    /// <summary>Gets or sets why it is postponed or dead-lettered.</summary>
    public virtual string? Reason { get; set; }
}
