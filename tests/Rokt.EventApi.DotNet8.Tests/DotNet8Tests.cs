using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.DotNet8.Tests;

/// <summary>The SDK and the outbox in a file, on the oldest runtime that they support.</summary>
public sealed class DotNet8Tests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversion_is_sent_and_retried()
    {
        Assert.Equal(8, Environment.Version.Major);
        await using Running running = await Running.StartAsync((_, _) => { });
        running.Sandbox.Arm(SandboxFault.Status(503));

        SendResult result = await running.Services.GetRequiredService<IEventApiClient>().SendAsync(Running.Conversion("1"), Cancellation);

        Assert.Equal((SendStatus.Accepted, 2), (result.Status, result.Attempts));
        Assert.All(running.Sandbox.Requests, request => Assert.Empty(request.Errors));
    }

    [Fact]
    public async Task A_send_is_cancelled_and_a_client_that_is_disposed_sends_nothing()
    {
        await using Running running = await Running.StartAsync((_, _) => { });
        running.Sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMinutes(1)));
        var client = new EventApiClient(new EventApiOptions
        {
            ApiKey = running.Sandbox.ApiKey,
            ApiSecret = running.Sandbox.ApiSecret,
            BaseAddress = running.Sandbox.BaseAddress,
            Environment = EventEnvironment.Development,
        });
        using var cancellation = new CancellationTokenSource();

        Task<SendResult> sending = client.SendAsync(Running.Conversion("1"), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SendAsync(Running.Conversion("2"), Cancellation));
    }

    [Fact]
    public async Task A_batch_and_a_stream_are_sent()
    {
        await using Running running = await Running.StartAsync((_, _) => { });
        IEventApiClient client = running.Services.GetRequiredService<IEventApiClient>();

        IReadOnlyList<SendResult> batch = await client.SendAsync(Enumerable.Range(1, 10).Select(number => Running.Conversion($"{number}")), Cancellation);
        List<SendStatus> stream = [];
        await foreach ((_, SendResult outcome) in client.SendStreamAsync(Stream(), cancellationToken: Cancellation))
        {
            stream.Add(outcome.Status);
        }

        Assert.Equal(Enumerable.Repeat(SendStatus.Accepted, 20), batch.Select(result => result.Status).Concat(stream));
    }

    [Fact]
    public async Task What_is_stored_in_a_file_is_delivered_after_a_restart()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("rokt-").FullName, "outbox.db");
        await using (Running stored = await Running.StartAsync((services, _) => services.AddRoktEventApiOutbox(options =>
        {
            options.UseFile(file);
            options.Deliver = false;
        })))
        {
            await stored.StartAsync();
            await stored.Services.GetRequiredService<IOutbox>().EnqueueAsync(Running.Conversion("1"), Cancellation);
            Assert.Empty(stored.Sandbox.Requests);
        }

        await using (Running delivering = await Running.StartAsync((services, _) => services.AddRoktEventApiOutbox(options => options.UseFile(file))))
        {
            await delivering.StartAsync();

            Assert.Equal(202, Assert.Single(await delivering.Sandbox.WaitForRequestsAsync(1, Cancellation)).StatusCode);
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async IAsyncEnumerable<ConversionEvent> Stream()
    {
        for (int number = 11; number <= 20; number++)
        {
            await Task.Yield();
            yield return Running.Conversion($"{number}");
        }
    }
}
