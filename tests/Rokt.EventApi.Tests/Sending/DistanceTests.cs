using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>A stream with default settings uses the account's limit however far away the server is, and meets no 429. Time is virtual.</summary>
public sealed class DistanceTests
{
    private const int Limit = 270;

    private static readonly int[] Distances = [1, 60, 100, 200, 500];

    // What a client needs to find out how far away the server is, and what is measured after it.
    private static readonly TimeSpan Finding = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Holding = TimeSpan.FromSeconds(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task At_least_97_percent_of_the_limit_is_sent() => Task.WhenAll(Distances.Select(AtLeast97PercentAsync));

    private static async Task AtLeast97PercentAsync(int milliseconds)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var server = new DistantServer(clock, TimeSpan.FromMilliseconds(milliseconds));
        using var client = new EventApiClient(
            new EventApiOptions { ApiKey = "key", ApiSecret = "secret", Pod = Pod.US1, Environment = EventEnvironment.Development }, timeProvider: clock, handler: server);
        DateTimeOffset start = clock.GetUtcNow();
        int refused = 0;
        Task consuming = ConsumeAsync();

        while (clock.GetUtcNow() < start + Finding + Holding)
        {
            await SettleAsync();
            clock.Advance(TimeSpan.FromMilliseconds(5));
        }

        int held = server.Arrivals.Count(time => time >= start + Finding && time < start + Finding + Holding);
        double share = held / Holding.TotalSeconds / Limit;
        Assert.True(share is >= 0.97 and < 1.01 && server.Refused == 0, $"At {milliseconds} ms, {share:P1} of the limit were sent, and {server.Refused} refused.");

        // What is in flight takes the memory: no more than the distance needs.
        Assert.InRange(server.MostInFlight, 1, (2 * Limit * milliseconds / 1000) + 48);
        server.IsClosed = true;
        while (!consuming.IsCompleted)
        {
            await SettleAsync();
            clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        await consuming;
        Assert.Equal(0, refused);

        async Task ConsumeAsync()
        {
            await foreach (StreamedResult result in client.SendStreamAsync(EventsAsync(), cancellationToken: Cancellation))
            {
                refused += result.Result.Status == SendStatus.Accepted ? 0 : 1;
            }
        }

        async IAsyncEnumerable<ConversionEvent> EventsAsync()
        {
            while (!server.IsClosed)
            {
                await Task.Yield();
                yield return GuideExample.Event;
            }
        }
    }

    // What runs on threads of the pool gets its turn.
    private static async Task SettleAsync()
    {
        for (int turn = 0; turn < 10; turn++)
        {
            await Task.Yield();
        }

        await Task.Delay(1, Cancellation);
    }

    /// <summary>A server that holds the limit of an account, a second of it at once.</summary>
    private sealed class DistantServer(TimeProvider clock, TimeSpan responseTime) : HttpMessageHandler
    {
        private readonly object _lock = new();
        private double _tokens = Limit;
        private long _filledAt = clock.GetTimestamp();
        private int _inFlight;

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
