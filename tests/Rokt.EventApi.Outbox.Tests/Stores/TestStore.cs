using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Relational;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>A real store for a test, empty at first, gone afterwards.</summary>
public abstract class TestStore : IAsyncDisposable
{
    /// <summary>Creates what the store needs, or skips the test where it is not to be had.</summary>
    internal virtual Task InitializeAsync() => Task.CompletedTask;

    internal IOutboxStore Open(string account = "", bool keepsLedger = false) => new RelationalOutboxStore(account, NewDatabase(), TimeProvider.System, keepsLedger);

    internal abstract OutboxDatabase NewDatabase();

    internal abstract void Register(IServiceCollection services, Action<OutboxOptions>? configure = null);

    public abstract ValueTask DisposeAsync();
}
