using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Rokt.EventApi.Tests.RateLimiting;

namespace Rokt.EventApi.Tests.Sending;

public sealed class StreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

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

    [Fact]
    public async Task Without_a_maximum_as_many_are_in_flight_as_the_distance_of_the_server_takes()
    {
        using var test = new ClientUnderTest(options => options.RateLimit.BatchesPerSecond = null);
        var allAreThere = new TaskCompletionSource();
        int sending = 0;
        int most = 0;
        for (int i = 0; i < 1500; i++)
        {
            test.Handler.Add(async _ =>
            {
                int now = Interlocked.Increment(ref sending);
                lock (test)
                {
                    most = Math.Max(most, now);
                }

                if (now == 512)
                {
                    allAreThere.TrySetResult();
                }

                await allAreThere.Task.WaitAsync(Patience, Cancellation);
                Interlocked.Decrement(ref sending);
                return ScriptedHandler.Response(202);
            });
        }

        int yielded = 0;
        await foreach (StreamedResult result in test.Client.SendStreamAsync(Source(1500, () => { }, Cancellation), cancellationToken: Cancellation))
        {
            Assert.Equal((SendStatus.Accepted, $"ref-{yielded++}"), (result.Result.Status, result.Event.ConfirmationRef));
        }

        Assert.Equal(1500, yielded);
        Assert.Equal(512, most);
    }

    [Fact]
    public async Task Without_a_maximum_few_wait_for_the_rate_limit_however_long_the_stream()
    {
        const int Events = 400;
        using var limiter = new ManualLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);
        Task<int> consuming = ConsumeAsync();
        int most = 0;

        for (int i = 0; i < Events; i++)
        {
            await UntilAsync(() => limiter.Waiting > 0);
            most = Math.Max(most, limiter.Waiting);
            limiter.Grant();
        }

        Assert.Equal(Events, await consuming);
        Assert.InRange(most, 1, 48);

        async Task<int> ConsumeAsync()
        {
            int yielded = 0;
            await foreach (StreamedResult _ in test.Client.SendStreamAsync(Source(Events, () => { }, Cancellation), cancellationToken: Cancellation))
            {
                yielded++;
            }

            return yielded;
        }
    }

    [Fact]
    public async Task With_a_maximum_as_many_run_at_once_however_many_wait_for_the_rate_limit()
    {
        const int Most = 40;
        using var limiter = new ManualLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);
        ValueTask<int> consuming = test.Client.SendStreamAsync(Source(Most, () => { }, Cancellation), Most, Cancellation).CountAsync(Cancellation);

        await UntilAsync(() => limiter.Waiting == Most);
        for (int i = 0; i < Most; i++)
        {
            limiter.Grant();
        }

        Assert.Equal(Most, await consuming);
    }

    [Fact]
    public async Task When_the_limit_drops_fewer_are_in_flight_so_that_few_wait_for_it()
    {
        const int Most = 512;
        const int Events = 1200;
        using var limiter = new ManualLimiter();
        using var handler = new HeldHandler(Most);
        using EventApiClient client = Create(handler, limiter);
        for (int i = 0; i < Most; i++)
        {
            limiter.Grant();
        }

        int yielded = 0;
        Task consuming = ConsumeAsync();
        await UntilAsync(() => handler.Requests == Most);

        // From here on nobody gets a permit who does not wait for it.
        for (int i = 0; i < Most; i++)
        {
            handler.Respond(i);
            await UntilAsync(() => limiter.Waiting >= Math.Min(i + 1, 33));
        }

        await UntilAsync(() => Volatile.Read(ref yielded) == Most);
        int most = 0;
        for (int i = Most; i < Events; i++)
        {
            await UntilAsync(() => limiter.Waiting > 0);
            most = Math.Max(most, limiter.Waiting);
            limiter.Grant();
        }

        await consuming;
        Assert.InRange(most, 1, 48);

        async Task ConsumeAsync()
        {
            await foreach (StreamedResult streamed in client.SendStreamAsync(Source(Events, () => { }, Cancellation), cancellationToken: Cancellation))
            {
                Assert.Equal($"ref-{yielded}", streamed.Event.ConfirmationRef);
                Interlocked.Increment(ref yielded);
            }
        }
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

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(null)]
    public async Task What_was_read_when_its_consumer_stops_early_is_sent_and_no_more_is_read(int? maxConcurrency)
    {
        const int Events = 1000;
        using var handler = new HeldHandler(Events);
        using EventApiClient client = Create(handler, limiter: null);
        int read = 0;
        handler.Respond(0);

        await using (IAsyncEnumerator<StreamedResult> stream = client
            .SendStreamAsync(Source(Events, () => read++, Cancellation), maxConcurrency, Cancellation).GetAsyncEnumerator(Cancellation))
        {
            Assert.True(await stream.MoveNextAsync());
            ValueTask leaving = stream.DisposeAsync();
            for (int i = 1; i < Events; i++)
            {
                handler.Respond(i);
            }

            await leaving;
        }

        Assert.Equal((read, read), (handler.Requests, handler.Responses));
        Assert.InRange(read, 1, 1 + (2 * (maxConcurrency ?? 512)));
    }

    [Fact]
    public async Task When_a_stream_is_cancelled_so_are_the_sends_in_flight()
    {
        using var test = new ClientUnderTest();
        using var cancel = new CancellationTokenSource();
        int cancelled = 0;
        int hanging = 0;
        for (int i = 0; i < 10; i++)
        {
            test.Handler.Add(async cancellationToken =>
            {
                if (Interlocked.Increment(ref hanging) == 4)
                {
                    await cancel.CancelAsync();
                }

                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                finally
                {
                    Interlocked.Increment(ref cancelled);
                }

                return ScriptedHandler.Response(202);
            });
        }

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamedResult _ in test.Client.SendStreamAsync(Source(10, () => { }, Cancellation), 4, cancel.Token))
            {
            }
        });

        Assert.Equal(cancel.Token, exception.CancellationToken);
        Assert.Equal((4, 4), (test.Handler.Requests, cancelled));
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

    private static EventApiClient Create(HttpMessageHandler handler, RateLimiter? limiter) => new(
        new EventApiOptions
        {
            ApiKey = "key",
            ApiSecret = "secret",
            Pod = Pod.US1,
            Environment = EventEnvironment.Development,
            RateLimit = { RateLimiter = limiter, BatchesPerSecond = null },
            // So that a busy machine is slow and no send ends for that.
            Retry = { AttemptTimeout = TimeSpan.FromMinutes(5), TotalTimeout = TimeSpan.FromMinutes(10) },
        },
        handler: handler);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), timeout.Token);
        }
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

    // Holds the responses to the first events back until the test asks for them.
    private sealed class HeldHandler(int count) : HttpMessageHandler
    {
        private readonly TaskCompletionSource[] _held = [.. Enumerable.Range(0, count).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private int _requests;
        private int _responses;

        public int Requests => Volatile.Read(ref _requests);

        public int Responses => Volatile.Read(ref _responses);

        public void Respond(int number) => _held[number].SetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = await request.Content!.ReadAsStringAsync(cancellationToken);
            int number = int.Parse(Regex.Match(body, @"ref-(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            Interlocked.Increment(ref _requests);
            if (number < _held.Length)
            {
                await _held[number].Task.WaitAsync(Patience, cancellationToken);
            }

            Interlocked.Increment(ref _responses);
            return ScriptedHandler.Response(202);
        }
    }
}
