using System.Data.Common;
using Rokt.EventApi.Outbox;

namespace Rokt.EventApi.Fakes.Tests;

internal sealed class FakeOutbox : IOutbox
{
    public List<ConversionEvent> Stored { get; } = [];

    public DateTimeOffset? NotBefore { get; private set; }

    public OutboxException? Failure { get; set; }

    public Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Stored.Add(conversion);
        return Task.CompletedTask;
    }

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken = default) =>
        EnqueueAsync(conversion, cancellationToken);

    public Task EnqueueAsync(ConversionEvent conversion, EnqueueOptions options, CancellationToken cancellationToken = default)
    {
        NotBefore = options.NotBefore;
        return EnqueueAsync(conversion, cancellationToken);
    }

    public Task EnqueueAsync(ConversionEvent conversion, DbTransaction transaction, EnqueueOptions options, CancellationToken cancellationToken = default) =>
        EnqueueAsync(conversion, options, cancellationToken);

    public Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new OutboxStatus { Pending = Stored.Count, HasDispatcher = true, State = OutboxState.Delivering });
}
