using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.Dashboard.Status;

/// <summary>The accounts that have an outbox in this application.</summary>
internal sealed class Accounts(IServiceProvider services)
{
    // The outboxes are created when the host starts, not when the page is mapped.
    private readonly Lazy<IReadOnlyList<OutboxAccount>> _all = new(() => [.. services.GetServices<OutboxAccount>().OrderBy(account => account.Name, StringComparer.Ordinal)]);

    public IReadOnlyList<OutboxAccount> All => _all.Value;

    public OutboxAccount? Find(string? name) => All.FirstOrDefault(account => account.Name == (name ?? ""));
}
