using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>A real store for a test, empty at first, gone afterwards.</summary>
public abstract class TestStore : IAsyncDisposable
{
    internal abstract IOutboxStore Open(string account = "");

    internal abstract void Register(IServiceCollection services, Action<OutboxOptions>? configure = null);

    public abstract ValueTask DisposeAsync();
}
