using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Registration;

/// <summary>Looks at the store when the host starts, so that what is set up wrongly is said then. A database that is away is no reason not to start.</summary>
internal sealed class OutboxStart(IOutboxStore store, bool isEnabled, ILogger logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (isEnabled && await store.VerifyAsync(cancellationToken).ConfigureAwait(false) is { } failure)
        {
            new FailureLog(logger, "opening the store").RecordFailure(failure);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
