using System.Runtime.CompilerServices;

namespace Rokt.EventApi.Tests.Sending;

public sealed class StreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task No_more_sends_run_at_once_than_allowed_and_the_source_is_read_no_further(int maxConcurrency)
    {
        using var test = new ClientUnderTest(options => options.RateLimit.BatchesPerSecond = null);
        int read = 0;
        int sending = 0;
        int most = 0;
        for (int i = 0; i < 50; i++)
        {
            test.Handler.Add(async _ =>
            {
                int now = Interlocked.Increment(ref sending);
                lock (test)
                {
                    most = Math.Max(most, now);
                }

                await Task.Yield();
                Interlocked.Decrement(ref sending);
                return ScriptedHandler.Response(202);
            });
        }

        int yielded = 0;
        await foreach (StreamedResult result in test.Client.SendStreamAsync(Source(50, () => read++, Cancellation), maxConcurrency, Cancellation))
        {
            Assert.Equal(SendStatus.Accepted, result.Result.Status);
            Assert.Equal($"ref-{yielded++}", result.Event.ConfirmationRef);
            Assert.InRange(read - yielded, 0, (2 * maxConcurrency) + 2);
        }

        Assert.Equal(50, yielded);
        Assert.InRange(most, 1, maxConcurrency);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task As_many_sends_run_at_once_as_allowed(int maxConcurrency)
    {
        using var test = new ClientUnderTest(options => options.RateLimit.BatchesPerSecond = null);
        var allAreThere = new TaskCompletionSource();
        int sending = 0;
        for (int i = 0; i < 20; i++)
        {
            test.Handler.Add(async _ =>
            {
                if (Interlocked.Increment(ref sending) == maxConcurrency)
                {
                    allAreThere.SetResult();
                }

                await allAreThere.Task.WaitAsync(Patience, Cancellation);
                return ScriptedHandler.Response(202);
            });
        }

        int yielded = 0;
        await foreach (StreamedResult result in test.Client.SendStreamAsync(Source(20, () => { }, Cancellation), maxConcurrency, Cancellation))
        {
            Assert.Equal(SendStatus.Accepted, result.Result.Status);
            yielded++;
        }

        Assert.Equal(20, yielded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_event_that_cannot_be_sent_fails_the_stream_after_the_results_of_those_before(int maxConcurrency)
    {
        using var test = new ClientUnderTest();
        var references = new List<string?>();

        await Assert.ThrowsAsync<ArgumentNullException>(() => ConsumeAsync().WaitAsync(Patience, Cancellation));

        Assert.Equal(["ref-0", "ref-1", "ref-2"], references);

        async Task ConsumeAsync()
        {
            await foreach (StreamedResult result in test.Client.SendStreamAsync(WithANull(), maxConcurrency, Cancellation))
            {
                references.Add(result.Event.ConfirmationRef);
            }
        }

        static async IAsyncEnumerable<ConversionEvent> WithANull()
        {
            await foreach (ConversionEvent conversion in Source(3, () => { }, Cancellation))
            {
                yield return conversion;
            }

            yield return null!;
        }
    }

    [Fact]
    public async Task A_consumer_may_stop_early()
    {
        using var test = new ClientUnderTest();

        await foreach (StreamedResult result in test.Client.SendStreamAsync(Source(1000, () => { }, Cancellation), 4, Cancellation))
        {
            Assert.Equal(SendStatus.Accepted, result.Result.Status);
            break;
        }

        Assert.InRange(test.Handler.Requests, 1, 20);
    }

    [Fact]
    public async Task A_source_that_fails_fails_the_stream_after_the_results_of_what_it_gave()
    {
        using var test = new ClientUnderTest();
        var results = new List<StreamedResult>();

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (StreamedResult result in test.Client.SendStreamAsync(FailingSource(), 4, Cancellation))
            {
                results.Add(result);
            }
        });

        Assert.Equal(3, results.Count);

        static async IAsyncEnumerable<ConversionEvent> FailingSource()
        {
            await foreach (ConversionEvent conversion in Source(3, () => { }, Cancellation))
            {
                yield return conversion;
            }

            throw new InvalidDataException();
        }
    }

    [Fact]
    public async Task A_stream_can_be_cancelled()
    {
        using var test = new ClientUnderTest();
        using var cancel = new CancellationTokenSource();
        test.Handler.Hang(cancel.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamedResult _ in test.Client.SendStreamAsync(Source(10, () => { }, Cancellation), 1, cancel.Token))
            {
            }
        });

        Assert.Equal(1, test.Handler.Requests);
    }

    [Fact]
    public void The_concurrency_is_at_least_one()
    {
        using var test = new ClientUnderTest();

        Assert.Throws<ArgumentOutOfRangeException>(() => test.Client.SendStreamAsync(Source(1, () => { }, Cancellation), 0, Cancellation));
    }

    private static async IAsyncEnumerable<ConversionEvent> Source(int count, Action onRead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            onRead();
            yield return ConversionEvent.CreateBuilder().WithEmail("a@example.com").WithConfirmationRef($"ref-{i}").Build();
        }
    }
}
