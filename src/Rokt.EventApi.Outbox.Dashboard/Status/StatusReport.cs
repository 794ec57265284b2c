namespace Rokt.EventApi.Outbox.Dashboard.Status;

/// <summary>What the page shows, and asks for every 2 seconds.</summary>
/// <param name="Instance">This instance, as the outbox names the one that delivers.</param>
/// <param name="Now">The time, by the application's clock.</param>
/// <param name="Accounts">The accounts, by name.</param>
internal sealed record StatusReport(string Instance, DateTimeOffset Now, IReadOnlyList<AccountReport> Accounts);
