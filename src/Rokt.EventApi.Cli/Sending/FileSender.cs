using System.Net;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Rows;

namespace Rokt.EventApi.Cli.Sending;

/// <summary>Sends the orders of a file that the journal knows nothing of, and records what becomes of each.</summary>
internal sealed class FileSender(OrderFile file, IEventApiClient client, SendJournal journal, RejectsFile rejects, SendProgress progress) : IDisposable
{
    private readonly Channel<SentOrder> _sent = Channel.CreateBounded<SentOrder>(1024);
    private readonly CancellationTokenSource _stopping = new();
    private int _stop;

    /// <summary>Gets why sending ended; <see cref="SendStop.None"/> when all of the file is done.</summary>
    public SendStop Stop => (SendStop)Volatile.Read(ref _stop);

    /// <summary>Gets the response that ended sending.</summary>
    public SendResult? LastResult { get; private set; }

    /// <summary>Gets why the disk failed, or why the file cannot be read.</summary>
    public string? Problem { get; private set; }

    /// <param name="options">How orders are read.</param>
    /// <param name="concurrency">The most sends at once.</param>
    /// <param name="interrupted">Cancelled when no further conversion is to be sent; those in flight end.</param>
    /// <param name="aborted">Cancelled when not even those are waited for.</param>
    public async Task SendAsync(ReadingOptions options, int concurrency, CancellationToken interrupted, CancellationToken aborted)
    {
        using CancellationTokenRegistration registration = interrupted.Register(() => EndWith(SendStop.Interrupted));
        Task recording = Task.Run(RecordAsync, CancellationToken.None);
        try
        {
            await Parallel.ForEachAsync(
                PendingAsync(options, CancellationToken.None),
                new ParallelOptions { MaxDegreeOfParallelism = concurrency },
                async (order, _) => await SendAsync(order, aborted).ConfigureAwait(false)).ConfigureAwait(false);
            if (file.Input.HasChanged)
            {
                EndWith(SendStop.FileChanged);
            }
        }
        catch (UnreadableFileException exception)
        {
            Problem = exception.Message;
            EndWith(file.Input.HasChanged ? SendStop.FileChanged : SendStop.Unreadable);
        }
        finally
        {
            _sent.Writer.Complete();
            await recording.ConfigureAwait(false);
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async ValueTask SendAsync(FileOrder order, CancellationToken aborted)
    {
        try
        {
            SendResult result = await client.SendAsync(order.Conversion!, aborted).ConfigureAwait(false);
            if (result.Status == SendStatus.Unavailable || IsOfAllConversions(result))
            {
                LastResult ??= result;
                EndWith(result.Status == SendStatus.Unavailable ? SendStop.Unavailable : SendStop.Refused);
                return;
            }

            bool isAccepted = result.Status == SendStatus.Accepted;
            SentOrder sent = new(order, isAccepted ? RowState.Accepted : RowState.Rejected, isAccepted ? [] : Explain(result), Math.Max(0, result.Attempts - 1));
            await _sent.Writer.WriteAsync(sent, CancellationToken.None).ConfigureAwait(false);

            // In flight until it is on the disk, so that a crash repeats no more than is sent at once.
            await sent.Recorded.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Whether it arrived is not known: it stays pending.
        }
    }

    // The conversions to send; orders without one are recorded on the way. A file that changes is not the one that was checked:
    // nothing of it is sent from then on.
    private async IAsyncEnumerable<FileOrder> PendingAsync(ReadingOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long lastRow = 0;
        await foreach (FileOrder order in file.ReadAsync(options with { KeepRows = true }, cancellationToken).ConfigureAwait(false))
        {
            if (_stopping.IsCancellationRequested)
            {
                yield break;
            }

            lastRow = Math.Max(lastRow, order.LastRow);
            bool isPending = lastRow <= journal.Rows && journal[order.Row] == RowState.Pending;
            if (isPending && file.Input.HasChanged)
            {
                EndWith(SendStop.FileChanged);
                yield break;
            }

            if (isPending && order.Conversion is null)
            {
                // Here, where orders come one by one: sends at once would mix up the order of the rejects.
                RowState state = order.IsSkipped ? RowState.Skipped : RowState.Rejected;
                await _sent.Writer.WriteAsync(new SentOrder(order, state, order.Violations, 0), CancellationToken.None).ConfigureAwait(false);
            }
            else if (isPending)
            {
                yield return order;
            }
        }

        if (lastRow != journal.Rows)
        {
            EndWith(SendStop.FileChanged);
        }
    }

    // What is counted is on the disk: the rejects first, since the journal says that they are there.
    private async Task RecordAsync()
    {
        var batch = new List<SentOrder>();
        while (await _sent.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < 1000 && _sent.Reader.TryRead(out SentOrder? sent))
            {
                batch.Add(sent);
            }

            if (Stop != SendStop.DiskFailed)
            {
                TryRecord(batch);
            }

            batch.ForEach(sent => sent.Finish());
        }
    }

    private void TryRecord(List<SentOrder> batch)
    {
        try
        {
            Record(batch);
        }
        catch (Exception exception)
        {
            // Whatever it is: each send waits until it is recorded.
            Problem = exception.Message;
            EndWith(SendStop.DiskFailed);
        }
    }

    private void Record(List<SentOrder> batch)
    {
        foreach (SentOrder sent in batch.Where(sent => sent.State == RowState.Rejected))
        {
            rejects.Add(sent.Order, sent.Violations);
        }

        rejects.Flush();
        journal.Record([.. batch.SelectMany(sent => sent.Order.RowNumbers.Select((row, index) => (row, index == 0 ? sent.State : RowState.Further)))]);
        foreach (SentOrder sent in batch)
        {
            progress.Count(sent.State, sent.Retries);
        }
    }

    // Wrong credentials or a wrong address say nothing about a row.
    private static bool IsOfAllConversions(SendResult result) =>
        result is { Status: SendStatus.Rejected, StatusCode: not (null or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity) };

    // A server's message can quote what was sent, and that is in the row beside it.
    private static IReadOnlyList<RowViolation> Explain(SendResult result)
    {
        string status = result.StatusCode is { } code ? $"the server responded {(int)code}" : "not sent";
        return result.Errors.Count == 0
            ? [new RowViolation("", status)]
            : [.. result.Errors.Select(error => new RowViolation("", $"{status}, {error.Code}: {error.Message}"))];
    }

    private void EndWith(SendStop reason)
    {
        Interlocked.CompareExchange(ref _stop, (int)reason, (int)SendStop.None);
        _stopping.Cancel();
    }
}
