using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rokt.EventApi.Sending;

/// <summary>
/// Sends a stream of events: loops take turns at the source when they have nothing to send, so that a loop continues where its
/// response came in; results in order, and only a window of them in memory.
/// </summary>
internal static class EventStream
{
    // The sends that may run in any case. More are started only while fewer than this number wait for the rate limit: the others are
    // in flight then, as many as it takes to use the limit at the distance of the server, and few wait longer than they must.
    private const int Base = 16;

    // For memory and sockets.
    private const int Most = 512;

    /// <param name="client">Sends each event.</param>
    /// <param name="sender">Knows how many sends wait for the rate limit; null when the client is disabled, and none does.</param>
    /// <param name="conversions">The source.</param>
    /// <param name="maxConcurrency">The most sends at once; null for as many as the rate limit takes.</param>
    /// <param name="cancellationToken">A token to cancel the stream and its sends in flight.</param>
    public static async IAsyncEnumerable<StreamedResult> SendAsync(
        IEventApiClient client,
        EventSender? sender,
        IAsyncEnumerable<ConversionEvent> conversions,
        int? maxConcurrency,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int most = maxConcurrency ?? Most;
        int always = maxConcurrency ?? Base;
        int running = 1;
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var turn = new SemaphoreSlim(1);
        using var places = new SemaphoreSlim(most);
        Channel<Task<StreamedResult>> window = Channel.CreateUnbounded<Task<StreamedResult>>();
        IAsyncEnumerator<ConversionEvent> source = conversions.GetAsyncEnumerator(stop.Token);
        await using ConfiguredAsyncDisposable disposing = source.ConfigureAwait(false);
        bool isOver = false;
        _ = LoopAsync();
        try
        {
            await foreach (Task<StreamedResult> sending in window.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                places.Release();
                yield return await sending.ConfigureAwait(false);
            }
        }
        finally
        {
            // The consumer may have stopped early: the source is read no further, and what is in flight ends before the stream does.
            await stop.CancelAsync().ConfigureAwait(false);
            await ended.Task.ConfigureAwait(false);
            while (window.Reader.TryRead(out Task<StreamedResult>? sending))
            {
                await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        async Task LoopAsync()
        {
            while (await TakeAsync().ConfigureAwait(false) is { } taken)
            {
                (ConversionEvent conversion, TaskCompletionSource<StreamedResult> place) = taken;
                if (TryStart())
                {
                    _ = Task.Run(LoopAsync, CancellationToken.None);
                }

                try
                {
                    place.SetResult(new StreamedResult(conversion, await client.SendAsync(conversion, cancellationToken).ConfigureAwait(false)));
                }
                catch (Exception exception)
                {
                    place.SetException(exception);
                }

                if (TryEnd())
                {
                    return;
                }
            }

            if (Interlocked.Decrement(ref running) == 0)
            {
                ended.SetResult(true);
            }
        }

        // The next event, and its place in the results; null when there is none.
        async ValueTask<(ConversionEvent Conversion, TaskCompletionSource<StreamedResult> Place)?> TakeAsync()
        {
            await turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            try
            {
                if (!isOver)
                {
                    // Before the source is read: what was read is sent.
                    await places.WaitAsync(stop.Token).ConfigureAwait(false);
                    if (await source.MoveNextAsync().ConfigureAwait(false))
                    {
                        ConversionEvent conversion = source.Current;
                        var place = new TaskCompletionSource<StreamedResult>(TaskCreationOptions.RunContinuationsAsynchronously);
                        window.Writer.TryWrite(place.Task);
                        return (conversion, place);
                    }
                }

                isOver = true;
                window.Writer.TryComplete();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                isOver = true;
                window.Writer.TryComplete(new OperationCanceledException(cancellationToken));
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

        int Waiting() => sender?.Waiting ?? 0;

        bool TryStart()
        {
            int now = Volatile.Read(ref running);
            return now < most && (now < always || Waiting() < Base) && Interlocked.CompareExchange(ref running, now + 1, now) == now;
        }

        // The limit was lowered, or others use it too: this many sends would wait for it long, and some in vain.
        bool TryEnd()
        {
            int now = Volatile.Read(ref running);
            return now > always && Waiting() > 2 * Base && Interlocked.CompareExchange(ref running, now - 1, now) == now;
        }
    }
}
