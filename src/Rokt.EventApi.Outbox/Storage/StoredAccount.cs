namespace Rokt.EventApi.Outbox.Storage;

/// <summary>An account that a store knows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Beat">That of its lease row, which grows while some instance has the account registered and delivers it; null without one.</param>
internal sealed record StoredAccount(string Name, long? Beat);
