using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>A stream with default settings uses the account's limit however far away the server is, and meets no 429. Time is virtual.</summary>
/// <remarks>It runs alone: whoever moves the clock has to let everything else have its turn.</remarks>
[CollectionDefinition(DisableParallelization = true)]
[Collection(typeof(DistanceTests))]
public sealed class DistanceTests
{
    private const int Limit = 270;

    private static readonly int[] Distances = [1, 60, 100, 200, 500];

    // What a client needs to find out how far away the server is, and what is measured after it.
    private static readonly TimeSpan Finding = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Holding = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_least_97_percent_of_the_limit_is_sent()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        DistantServer[] servers = [.. Distances.Select(milliseconds => new DistantServer(clock, TimeSpan.FromMilliseconds(milliseconds)))];
        DateTimeOffset start = clock.GetUtcNow() + Finding;
        DateTimeOffset end = start + Holding;
        Task<int>[] refused = [.. servers.Select(server => Task.Run(() => StreamAsync(clock, server), Cancellation))];
        var all = Task.WhenAll(refused);

        // Outside the pool, whose work it waits for.
        await Task.Factory.StartNew(
            () =>
            {
                while (!all.IsCompleted)
                {
                    Settle();
                    clock.Advance(Step);
                    if (clock.GetUtcNow() >= end)
                    {
                        Array.ForEach(servers, server => server.IsClosed = true);
                    }
                }
            },
            Cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.All(await all, count => Assert.Equal(0, count));
        Assert.All(servers, server =>
        {
            int held = server.Arrivals.Count(time => time >= start && time < end);
            double share = held / Holding.TotalSeconds / Limit;
            Assert.True(share is >= 0.97 and < 1.01 && server.Refused == 0, $"At {server.ResponseTime}, {share:P1} of the limit were sent, and {server.Refused} refused.");

            // What is in flight takes the memory: no more than the distance needs.
            Assert.InRange(server.MostInFlight, 1, (2 * Limit * server.ResponseTime.TotalSeconds) + 48);
        });
    }

    private static async Task<int> StreamAsync(TimeProvider clock, DistantServer server)
    {
        using var client = new EventApiClient(
            new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development }, timeProvider: clock, handler: server);
        int refused = 0;
        await foreach (StreamedResult result in client.SendStreamAsync(EventsAsync(), cancellationToken: Cancellation))
        {
            refused += result.Result.Status == SendStatus.Accepted ? 0 : 1;
        }

        return refused;

        async IAsyncEnumerable<ConversionEvent> EventsAsync()
        {
            while (!server.IsClosed)
            {
                await Task.Yield();
                yield return GuideExample.Event;
            }
        }
    }

    // Until the pool has nothing more to do at this time of the clock.
    private static void Settle()
    {
        long completed;
        do
        {
            completed = ThreadPool.CompletedWorkItemCount;
            Thread.Sleep(1);
        }
        while (ThreadPool.PendingWorkItemCount > 0 || ThreadPool.CompletedWorkItemCount != completed);
    }

    /// <summary>A server that holds the limit of an account, a second of it at once.</summary>
    private sealed class DistantServer(TimeProvider clock, TimeSpan responseTime) : HttpMessageHandler
    {
        private readonly object _lock = new();
        private double _tokens = Limit;
        private long _filledAt = clock.GetTimestamp();
        private int _inFlight;

        public TimeSpan ResponseTime => responseTime;

        public ConcurrentQueue<DateTimeOffset> Arrivals { get; } = [];

        public int Refused { get; private set; }

        public int MostInFlight { get; private set; }

        public bool IsClosed { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            bool isTaken = Take();
            await Task.Delay(responseTime, clock, cancellationToken);
            lock (_lock)
            {
                _inFlight--;
            }

            return new HttpResponseMessage(isTaken ? HttpStatusCode.Accepted : HttpStatusCode.TooManyRequests);
        }

        private bool Take()
        {
            Arrivals.Enqueue(clock.GetUtcNow());
            lock (_lock)
            {
                MostInFlight = Math.Max(MostInFlight, ++_inFlight);
                _tokens = Math.Min(Limit, _tokens + (clock.GetElapsedTime(_filledAt).TotalSeconds * Limit));
                _filledAt = clock.GetTimestamp();
                bool isThere = _tokens >= 1;
                _tokens -= isThere ? 1 : 0;
                Refused += isThere ? 0 : 1;
                return isThere;
            }
        }
    }
}
