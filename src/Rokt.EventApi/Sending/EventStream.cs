using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rokt.EventApi.Sending;

/// <summary>
/// Sends a stream of events: as many loops as sends at once take turns at the source when they have nothing to send, so that
/// a loop goes on where its answer came in; results in order, and only a window of them in memory.
/// </summary>
internal static class EventStream
{
    public static async IAsyncEnumerable<StreamedResult> SendAsync(
        IEventApiClient client,
        IAsyncEnumerable<ConversionEvent> conversions,
        int maxConcurrency,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var turn = new SemaphoreSlim(1);
        Channel<Task<StreamedResult>> window = Channel.CreateBounded<Task<StreamedResult>>(maxConcurrency);
        IAsyncEnumerator<ConversionEvent> source = conversions.GetAsyncEnumerator(stop.Token);
        await using ConfiguredAsyncDisposable disposing = source.ConfigureAwait(false);
        bool isOver = false;
        Task loops = LoopAsync(1);
        try
        {
            await foreach (Task<StreamedResult> sending in window.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return await sending.ConfigureAwait(false);
            }
        }
        finally
        {
            // The consumer may have stopped early: what is under way ends before the stream does.
            await stop.CancelAsync().ConfigureAwait(false);
            await loops.ConfigureAwait(false);
            while (window.Reader.TryRead(out Task<StreamedResult>? sending))
            {
                await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Each starts the next once there is something for it to do, and ends after it.
        async Task LoopAsync(int number)
        {
            Task? next = null;
            while (await TakeAsync().ConfigureAwait(false) is { } taken)
            {
                (ConversionEvent conversion, TaskCompletionSource<StreamedResult> place) = taken;
                try
                {
                    next ??= number < maxConcurrency ? Task.Run(() => LoopAsync(number + 1), CancellationToken.None) : Task.CompletedTask;
                    place.SetResult(new StreamedResult(conversion, await client.SendAsync(conversion, stop.Token).ConfigureAwait(false)));
                }
                catch (Exception exception)
                {
                    place.SetException(exception);
                }
            }

            await (next ?? Task.CompletedTask).ConfigureAwait(false);
        }

        // The next event, and its place in the window, which nothing may keep from being filled; null when there is none.
        async ValueTask<(ConversionEvent Conversion, TaskCompletionSource<StreamedResult> Place)?> TakeAsync()
        {
            await turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                if (!isOver && await source.MoveNextAsync().ConfigureAwait(false))
                {
                    ConversionEvent conversion = source.Current;
                    var place = new TaskCompletionSource<StreamedResult>(TaskCreationOptions.RunContinuationsAsynchronously);
                    await window.Writer.WriteAsync(place.Task, stop.Token).ConfigureAwait(false);
                    return (conversion, place);
                }

                isOver = true;
                window.Writer.TryComplete();
            }
            catch (Exception exception)
            {
                // The consumer meets it after the results of what was read before.
                isOver = true;
                window.Writer.TryComplete(exception);
            }
            finally
            {
                turn.Release();
            }

            return null;
        }
    }
}
