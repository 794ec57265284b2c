using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>An outbox that a test registers by itself.</summary>
internal sealed class RegisteredStore(Action<IServiceCollection> register) : TestStore
{
    internal override OutboxDatabase NewDatabase() => throw new NotSupportedException();

    internal override void Register(IServiceCollection services, Action<OutboxOptions>? configure = null) => register(services);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
