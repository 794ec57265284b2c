using System.ComponentModel;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore;

/// <summary>Records a conversion that was delivered, without personal data. The outbox alone reads and writes it, where <see cref="OutboxOptions.LedgerRetention"/> is set.</summary>
/// <remarks>It is public, unsealed and virtual because proxies and compiled models ask for it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class OutboxLedgerEntry : INotifyPropertyChanging, INotifyPropertyChanged
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

    /// <summary>Gets or sets the conversion's id.</summary>
    public virtual Guid Id { get; set; }

    /// <summary>Gets or sets the account's name.</summary>
    public virtual string Account { get; set; } = "";

    /// <summary>Gets or sets the confirmation reference; null for none.</summary>
    public virtual string? ConfirmationRef { get; set; }

    /// <summary>Gets or sets when it was enqueued, in Unix milliseconds.</summary>
    public virtual long Created { get; set; }

    /// <summary>Gets or sets when it was delivered, in Unix milliseconds.</summary>
    public virtual long Delivered { get; set; }

    /// <summary>Gets or sets how often it failed while others succeeded.</summary>
    public virtual int Failures { get; set; }
}
