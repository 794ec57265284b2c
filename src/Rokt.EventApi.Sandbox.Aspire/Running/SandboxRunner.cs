using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Rokt.EventApi.Sandbox.Aspire.Running;

/// <summary>Starts a resource's sandbox with the app host, and stops it when the app host's services are disposed.</summary>
internal sealed class SandboxRunner(EventApiSandboxResource resource) : IAsyncDisposable
{
    private EventApiSandbox? _sandbox;

    public async Task StartAsync(InitializeResourceEvent started, CancellationToken cancellationToken)
    {
        try
        {
            await started.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, started.Services), cancellationToken).ConfigureAwait(false);
            _sandbox = await EventApiSandbox.StartAsync(resource.Options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            resource.Fail(exception);
            await PublishAsync(started, KnownResourceStates.FailedToStart, urls: []).ConfigureAwait(false);
            throw;
        }

        resource.Complete(_sandbox);
        ImmutableArray<UrlSnapshot> urls = [new UrlSnapshot("page", _sandbox.PageAddress.AbsoluteUri, IsInternal: false)];
        await PublishAsync(started, KnownResourceStates.Running, urls).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task PublishAsync(InitializeResourceEvent started, string state, ImmutableArray<UrlSnapshot> urls) =>
        started.Notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state, Urls = urls });
}
