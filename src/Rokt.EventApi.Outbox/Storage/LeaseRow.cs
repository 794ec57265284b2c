namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Who delivers. A holder counts <paramref name="Beat"/> up while it lives; one that stands still has died.</summary>
/// <param name="Owner">The process; null when nobody does.</param>
/// <param name="Beat">Grows with every change.</param>
internal sealed record LeaseRow(Guid? Owner, long Beat);
