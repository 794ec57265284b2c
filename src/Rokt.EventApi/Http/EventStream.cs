using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rokt.EventApi.Http;

/// <summary>Sends a stream of events: several at once, results in order, and only a window of them in memory.</summary>
internal static class EventStream
{
    public static async IAsyncEnumerable<StreamedResult> SendAsync(
        IEventApiClient client,
        IAsyncEnumerable<ConversionEvent> conversions,
        int maxConcurrency,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(maxConcurrency);
        Channel<Task<StreamedResult>> window = Channel.CreateBounded<Task<StreamedResult>>(maxConcurrency);
        Task reading = ReadAsync();
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
            await reading.ConfigureAwait(false);
            while (window.Reader.TryRead(out Task<StreamedResult>? sending))
            {
                await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        async Task ReadAsync()
        {
            try
            {
                await foreach (ConversionEvent conversion in conversions.WithCancellation(stop.Token).ConfigureAwait(false))
                {
                    await slots.WaitAsync(stop.Token).ConfigureAwait(false);
                    await window.Writer.WaitToWriteAsync(stop.Token).ConfigureAwait(false);
                    window.Writer.TryWrite(SendOneAsync(conversion));
                }

                window.Writer.Complete();
            }
            catch (Exception exception)
            {
                // The consumer meets it after the results of what was read before.
                window.Writer.Complete(exception);
            }
        }

        async Task<StreamedResult> SendOneAsync(ConversionEvent conversion)
        {
            try
            {
                return new StreamedResult(conversion, await client.SendAsync(conversion, stop.Token).ConfigureAwait(false));
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
