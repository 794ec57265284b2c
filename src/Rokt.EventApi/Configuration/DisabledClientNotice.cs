using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Configuration;

/// <summary>Creates the client of a disabled account when the host starts, so that its warning stands at the start of the log.</summary>
internal sealed class DisabledClientNotice(IServiceProvider provider, string name) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().Get(name).Enabled)
        {
            provider.GetRequiredKeyedService<EventApiClient>(name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
