using System.Collections.Concurrent;

namespace Rokt.EventApi.Outbox.Registration;

/// <summary>Which account of this application keeps its conversions in a place that cannot be shared, such as a file.</summary>
internal sealed class ExclusiveStores
{
    private readonly ConcurrentDictionary<string, string> _accounts = new();

    /// <exception cref="InvalidOperationException">Another account does already.</exception>
    public void Claim(OutboxDatabase database, string account)
    {
        if (!database.IsShared && _accounts.GetOrAdd(database.Name, account) is var other && other != account)
        {
            throw new InvalidOperationException(
                $"The outboxes of the accounts \"{other}\" and \"{account}\" are both kept in {database.Name}: give each a file of its own (UseFile), or keep both in a database (UseDatabase).");
        }
    }
}
