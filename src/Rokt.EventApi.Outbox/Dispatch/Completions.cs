using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Dispatch;

/// <summary>
/// Deletes what was delivered, as many rows at a time as there are. Until the store has deleted a row, it counts as under
/// way: it is not sent again, however long the store fails.
/// </summary>
internal sealed class Completions(IOutboxStore store, Backoff backoff, TimeProvider clock, ILogger logger)
{
    private readonly Channel<(long Id, TaskCompletionSource Done)> _delivered =
        Channel.CreateUnbounded<(long, TaskCompletionSource)>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Completes when the row is deleted.</summary>
    public Task DeleteAsync(long id)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _delivered.Writer.TryWrite((id, done));
        return done.Task;
    }

    public void Complete() => _delivered.Writer.TryComplete();

    /// <summary>Works until <see cref="Complete"/>; cancellation gives up what the store does not take.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var batch = new List<(long Id, TaskCompletionSource Done)>();
        while (await _delivered.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (_delivered.Reader.TryRead(out (long, TaskCompletionSource) next))
            {
                batch.Add(next);
            }

            bool isDeleted = await TryDeleteAsync([.. batch.Select(delivered => delivered.Id)], cancellationToken).ConfigureAwait(false);
            foreach ((_, TaskCompletionSource done) in batch)
            {
                _ = isDeleted ? done.TrySetResult() : done.TrySetCanceled(cancellationToken);
            }

            batch.Clear();
        }
    }

    private async Task<bool> TryDeleteAsync(List<long> ids, CancellationToken cancellationToken)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                await store.DeleteAsync(ids, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception exception)
            {
                Log.StoreFailed(logger, exception);
            }

            try
            {
                await Task.Delay(backoff.Of(failures), clock, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
