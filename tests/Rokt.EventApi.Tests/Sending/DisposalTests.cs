using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>After its disposal a client says that it is the client that was disposed, whatever part of it notices.</summary>
public sealed class DisposalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_send_after_it_names_the_client(bool isLimited)
    {
        using var test = new ClientUnderTest(options => options.RateLimit.BatchesPerSecond = isLimited ? 270 : null);
        test.Client.Dispose();

        await AssertNamesTheClientAsync(() => test.SendAsync());
        await AssertNamesTheClientAsync(() => test.Client.SendAsync([GuideExample.Event], Cancellation));
        await AssertNamesTheClientAsync(async () =>
        {
            await foreach (StreamedResult _ in test.Client.SendStreamAsync(OneAsync(), cancellationToken: Cancellation))
            {
            }
        });
        Assert.Equal(0, test.Handler.Requests);
    }

    [Fact]
    public async Task A_send_that_waits_for_its_permit_ends_with_it()
    {
        using var test = new ClientUnderTest(options => (options.RateLimit.BatchesPerSecond, options.RateLimit.Burst) = (0.001, 1));
        test.Clock.IsStopped = true;
        await test.SendAsync();
        Task<SendResult> waiting = test.SendAsync();

        test.Client.Dispose();

        await AssertNamesTheClientAsync(() => waiting);
    }

    [Fact]
    public async Task A_send_that_needs_another_attempt_ends_with_it()
    {
        using var test = new ClientUnderTest(options => options.RateLimit.BatchesPerSecond = null);
        test.Handler.Add(_ =>
        {
            test.Client.Dispose();
            return Task.FromResult(ScriptedHandler.Response(503));
        });

        await AssertNamesTheClientAsync(() => test.SendAsync());
    }

    [Fact]
    public async Task A_request_in_flight_ends_by_itself()
    {
        using var test = new ClientUnderTest();
        test.Handler.Add(_ =>
        {
            test.Client.Dispose();
            return Task.FromResult(ScriptedHandler.Response(202));
        });

        Assert.Equal(SendStatus.Accepted, (await test.SendAsync()).Status);
    }

    [Fact]
    public async Task A_client_of_a_disposed_container_names_the_client()
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi(options => (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development));
        ServiceProvider provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IEventApiClient>();
        await provider.DisposeAsync();

        await AssertNamesTheClientAsync(() => client.SendAsync(GuideExample.Event, Cancellation));
    }

    private static async Task AssertNamesTheClientAsync(Func<Task> send)
    {
        ObjectDisposedException exception = await Assert.ThrowsAsync<ObjectDisposedException>(send);

        Assert.Equal(typeof(EventApiClient).FullName, exception.ObjectName);
    }

    private static async IAsyncEnumerable<ConversionEvent> OneAsync()
    {
        await Task.Yield();
        yield return GuideExample.Event;
    }
}
