using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Diagnostics;
using Rokt.EventApi.Outbox.Outages;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>
/// Records in the store what became of rows; those that were delivered are deleted together. Until that is recorded, a row
/// counts as in flight: it is not sent again while the store fails.
/// </summary>
internal sealed class Outcomes(IOutboxStore store, Backoff backoff, TimeProvider clock, ILogger logger)
{
    private readonly FailureLog _failures = new(logger, "recording what became of conversions");
    private readonly Channel<Outcome> _queue = Channel.CreateUnbounded<Outcome>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Completes when the row is deleted.</summary>
    public Task DeleteAsync(Guid id) => AddAsync(new Outcome(id, null));

    /// <summary>Completes when the store has done what it is asked.</summary>
    public Task SaveAsync(Func<IOutboxStore, CancellationToken, Task> save) => AddAsync(new Outcome(Guid.Empty, save));

    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Works until <see cref="Complete"/>; cancellation abandons what the store does not take.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var left = new List<Outcome>();
        for (int failures = 0; left.Count > 0 || await _queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);)
        {
            while (_queue.Reader.TryRead(out Outcome? outcome))
            {
                left.Add(outcome);
            }

            if (await TryStoreAsync(left, cancellationToken).ConfigureAwait(false))
            {
                failures = 0;
                continue;
            }

            await Task.Delay(backoff.After(failures++), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                left.ForEach(outcome => outcome.Done.TrySetCanceled(cancellationToken));
                left.Clear();
            }
        }
    }

    private Task AddAsync(Outcome outcome)
    {
        _queue.Writer.TryWrite(outcome);
        return outcome.Done.Task;
    }

    private async Task<bool> TryStoreAsync(List<Outcome> left, CancellationToken cancellationToken)
    {
        try
        {
            List<Outcome> deletions = left.FindAll(outcome => outcome.Save is null);
            if (deletions.Count > 0)
            {
                await store.DeleteAsync(deletions.ConvertAll(outcome => outcome.Id), cancellationToken).ConfigureAwait(false);
                left.RemoveAll(deletions.Contains);
                deletions.ForEach(outcome => outcome.Done.TrySetResult());
            }

            while (left.Count > 0)
            {
                Outcome next = left[0];
                left.RemoveAt(0);

                // If it fails it is the last to be retried: it holds up no other.
                left.Add(next);
                await next.Save!(store, cancellationToken).ConfigureAwait(false);
                left.Remove(next);
                next.Done.TrySetResult();
            }

            _failures.RecordSuccess();
            return true;
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _failures.RecordFailure(exception);
            }

            return false;
        }
    }

    private sealed class Outcome(Guid id, Func<IOutboxStore, CancellationToken, Task>? save)
    {
        public Guid Id => id;

        public Func<IOutboxStore, CancellationToken, Task>? Save => save;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
