using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.FaultTests;

/// <summary>A server that throttles, and one whose responses are lost.</summary>
public sealed class ServerFaultTests(PostgresServer postgres, MariaDbServer mariaDb, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task In_a_storm_of_429s_each_conversion_waits_as_long_as_it_was_told_and_none_is_dead_lettered(StoreKind kind)
    {
        const int Conversions = 2000;
        const int Storm = 200;
        int seed = Random.Shared.Next();
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        var throttled = new ConcurrentDictionary<string, long>();
        int refused = 0;
        int tooEarly = 0;
        server.Interfere = (context, reference) =>
        {
            if (throttled.TryGetValue(reference, out long at) && Stopwatch.GetElapsedTime(at) < TimeSpan.FromSeconds(0.98))
            {
                Interlocked.Increment(ref tooEarly);
            }

            bool refuses;
            lock (random)
            {
                refuses = refused < Storm && random.NextDouble() < 0.3;
                refused += refuses ? 1 : 0;
            }

            if (refuses)
            {
                throttled[reference] = Stopwatch.GetTimestamp();
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                context.Response.Headers.RetryAfter = "1";
            }

            return Task.FromResult(refuses);
        };
        await using LocalApplication application = await LocalApplication.StartAsync(
            store, server.Address, TimeProvider.System, options => options.MaxBackoff = TimeSpan.FromSeconds(2), rate: null);
        await application.EnqueueAsync("order", Conversions);
        await Eventually.EmptyAsync(store, () => $"all is delivered (seed {seed})");

        Assert.Equal((Storm, Conversions, 0, 0), (refused, server.Arrived, server.Duplicates, tooEarly));
        Assert.Equal(0, store.CountDeadLettered());
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Connections_that_are_dropped_after_the_body_was_read_lose_nothing_and_repeat_the_same_bytes(StoreKind kind)
    {
        const int Conversions = 1000;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb);
        await using CountingServer server = await CountingServer.StartAsync();
        int dropped = 0;
        server.Interfere = (context, reference) =>
        {
            bool drops;
            lock (random)
            {
                drops = random.NextDouble() < 0.1;
            }

            if (drops)
            {
                Interlocked.Increment(ref dropped);
                server.Take(reference, (string)context.Items["body"]!);
                context.Abort();
            }

            return Task.FromResult(drops);
        };
        await using LocalApplication application = await LocalApplication.StartAsync(
            store, server.Address, TimeProvider.System, options => options.MaxBackoff = TimeSpan.FromSeconds(2), rate: null);
        await application.EnqueueAsync("order", Conversions);
        await Eventually.EmptyAsync(store, () => $"all is delivered (seed {seed})");

        output.WriteLine($"{dropped} connections were dropped, {server.Duplicates} conversions repeated (seed {seed}).");
        Assert.Equal(Conversions, server.Arrived);
        Assert.Equal(dropped, server.Duplicates);
        Assert.True(server.AllRepeatsAreEqual);
        Assert.Equal(0, store.CountDeadLettered());
    }
}
