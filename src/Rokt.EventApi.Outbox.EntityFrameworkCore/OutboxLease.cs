using System.ComponentModel;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore;

/// <summary>Records which process delivers an account's conversions, and what it meets. The outbox alone reads and writes it.</summary>
/// <remarks>It is public, unsealed and virtual because proxies and compiled models ask for it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class OutboxLease : INotifyPropertyChanging, INotifyPropertyChanged
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

    /// <summary>Gets or sets the account's name.</summary>
    public virtual string Account { get; set; } = "";

    /// <summary>Gets or sets the process; null when none delivers.</summary>
    public virtual string? Owner { get; set; }

    /// <summary>Gets or sets a number that grows with each change.</summary>
    public virtual long Beat { get; set; }

    /// <summary>Gets or sets what the holder meets.</summary>
    public virtual int State { get; set; }

    /// <summary>Gets or sets whether an operator has paused delivery.</summary>
    public virtual bool Paused { get; set; }

    /// <summary>Gets or sets how many rows were pending when they were last counted.</summary>
    public virtual long Pending { get; set; }

    /// <summary>Gets or sets how many rows were dead-lettered when they were last counted.</summary>
    public virtual long DeadLettered { get; set; }

    /// <summary>Gets or sets the process as an operator knows it: machine and number; null when none delivers.</summary>
    public virtual string? Holder { get; set; }

    /// <summary>Gets or sets why the holder does not deliver; null while it does.</summary>
    public virtual string? Cause { get; set; }
}
