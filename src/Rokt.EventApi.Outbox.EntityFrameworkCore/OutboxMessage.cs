using System.ComponentModel;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore;

/// <summary>Holds a conversion in the application's database. <c>AddConversion</c> creates it; read it with <see cref="IOutbox"/>.</summary>
/// <remarks>It is public, unsealed and virtual because proxies and compiled models ask for it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class OutboxMessage : INotifyPropertyChanging, INotifyPropertyChanged
{
    private const int Pending = 0;
    private const int Scheduled = 2;

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
        Due = Math.Max(record.Created, record.NotBefore),
        Updated = record.Created,
        State = record.NotBefore == 0 ? Pending : Scheduled,
        ConfirmationRef = record.ConfirmationRef,
        CustomerHash = record.CustomerHash,
        NotBefore = record.NotBefore,
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

    /// <summary>Gets or sets whether it is pending (0), dead-lettered (1) or waits for its time (2).</summary>
    public virtual int State { get; set; }

    /// <summary>Gets or sets why it is postponed or dead-lettered.</summary>
    public virtual string? Reason { get; set; }

    /// <summary>Gets or sets the codes of its errors, separated by commas; null for none.</summary>
    public virtual string? ErrorCodes { get; set; }

    /// <summary>Gets or sets the confirmation reference; null for none.</summary>
    public virtual string? ConfirmationRef { get; set; }

    /// <summary>Gets or sets the keyed hashes of the customer; null for none.</summary>
    public virtual string? CustomerHash { get; set; }

    /// <summary>Gets or sets the time before which it is not delivered, in Unix milliseconds; 0 for at once.</summary>
    public virtual long NotBefore { get; set; }
}
