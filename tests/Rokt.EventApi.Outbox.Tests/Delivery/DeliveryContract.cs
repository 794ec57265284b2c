using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Storage;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What becomes of a conversion, on every store, over real HTTP.</summary>
public abstract partial class DeliveryContract : IAsyncLifetime
{
    private EventApiSandbox _sandbox = null!;
    private TestStore _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract TestStore Create();

    public async ValueTask InitializeAsync()
    {
        _store = Create();
        await _store.InitializeAsync();
        _sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_conversion_arrives_and_leaves_the_outbox()
    {
        await using OutboxHost host = await StartAsync();

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);

        ReceivedRequest request = Assert.Single(await _sandbox.WaitForRequestsAsync(1, Cancellation));
        Assert.Equal((202, 0), (request.StatusCode, request.Errors.Count));
        Assert.Contains("\"confirmationref\":\"order-1\"", request.BodyText, StringComparison.Ordinal);
        await host.UntilPendingAsync(0);
        OutboxStatus status = await host.Outbox.GetStatusAsync(Cancellation);
        Assert.Equal((0, null, 0, false, true), (status.Pending, status.OldestPending, status.DeadLettered, status.IsPaused, status.HasDispatcher));
    }

    [Fact]
    public async Task A_missing_confirmation_reference_is_warned_of_as_in_a_direct_send()
    {
        await using OutboxHost host = await StartAsync();
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await host.UntilPendingAsync(0);
        Assert.DoesNotContain(host.Log.GetSnapshot(), record => record.Id.Name == "NoConfirmationRef");

        await host.Outbox.EnqueueAsync(ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").Build(), Cancellation);
        await host.UntilPendingAsync(0);

        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "NoConfirmationRef");
    }

    [Fact]
    public async Task What_was_stored_before_a_restart_arrives_after_it_with_the_same_bytes_and_request_id()
    {
        _sandbox.Arm(SandboxFault.DropConnection(afterReadingBody: true));
        await using (OutboxHost first = await StartAsync(options => options.MaxBackoff = TimeSpan.FromSeconds(1)))
        {
            await first.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
            await _sandbox.WaitForRequestsAsync(1, Cancellation);
        }

        await using OutboxHost second = await StartAsync();
        IReadOnlyList<ReceivedRequest> requests = await _sandbox.WaitForRequestsAsync(2, Cancellation);

        Assert.Equal(requests[0].BodyText, requests[1].BodyText);
        Assert.True(Guid.TryParse(JsonElement.Parse(requests[0].BodyText).GetProperty("source_request_id").GetString(), out _));
    }

    [Fact]
    public async Task What_the_server_refuses_is_dead_lettered_with_its_status_and_can_be_requeued()
    {
        _sandbox.Arm(SandboxFault.Status(400, body: """{"errors":[{"code":"BAD","message":"john.doe@example.com"}]}"""));
        await using OutboxHost host = await StartAsync();

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered == 1, "one is dead-lettered");

        DeadLetter letter = Assert.Single(await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation));
        Assert.Equal("rejected 400", letter.Reason);
        await OutboxHost.UntilAsync(
            () => Task.FromResult(host.Log.GetSnapshot().Any(record => record.Id.Name == "OutboxDeadLettered" && record.Level == LogLevel.Error)), "it is logged");
        Assert.True(await host.Management.RequeueAsync(letter.Id, Cancellation));
        await _sandbox.WaitForRequestsAsync(2, Cancellation);
        await host.UntilPendingAsync(0);
        Assert.Equal([400, 202], _sandbox.Requests.Select(request => request.StatusCode));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_credentials_pause_the_outbox_are_logged_as_critical_and_dead_letter_nothing(int statusCode)
    {
        _sandbox.Arm(SandboxFault.Status(statusCode).ForShare(1));
        await using OutboxHost host = await StartAsync();

        for (int i = 0; i < 5; i++)
        {
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{i}"), Cancellation);
        }

        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).IsPaused, "it is paused");
        int before = _sandbox.Requests.Count;
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-5"), Cancellation);

        OutboxStatus status = await host.Outbox.GetStatusAsync(Cancellation);
        Assert.Equal((6, 0), (status.Pending, status.DeadLettered));
        Assert.InRange(_sandbox.Requests.Count, before, 6);
        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "OutboxCredentialsRefused" && record.Level == LogLevel.Critical);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(307)]
    public async Task A_wrong_address_dead_letters_nothing(int statusCode)
    {
        _sandbox.Arm(SandboxFault.Status(statusCode).ForShare(1));
        await using OutboxHost host = await StartAsync(options => (options.MaxFailures, options.MaxBackoff) = (1, TimeSpan.FromSeconds(1)));
        for (int i = 0; i < 20; i++)
        {
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{i}"), Cancellation);
        }

        await _sandbox.WaitForRequestsAsync(5, Cancellation);
        OutboxStatus status = await host.Outbox.GetStatusAsync(Cancellation);
        Assert.Equal((20, 0, false), (status.Pending, status.DeadLettered, status.IsPaused));
        _sandbox.Clear();

        await host.UntilPendingAsync(0);
    }

    [Fact]
    public async Task A_pause_ends_when_the_credentials_change()
    {
        var configuration = new ReloadableSettings("wrong");
        await using OutboxHost host = await StartAsync(configureServices: services => services.AddSingleton<Microsoft.Extensions.Options.IConfigureOptions<EventApiOptions>>(configuration)
            .AddSingleton<Microsoft.Extensions.Options.IOptionsChangeTokenSource<EventApiOptions>>(configuration));
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).IsPaused, "it is paused");

        configuration.Reload(_sandbox.ApiSecret);

        await host.UntilPendingAsync(0);
        Assert.False((await host.Outbox.GetStatusAsync(Cancellation)).IsPaused);
        Assert.Equal(202, _sandbox.Requests[^1].StatusCode);
    }

    [Fact]
    public async Task A_Retry_After_is_honored_across_a_restart()
    {
        _sandbox.Arm(SandboxFault.Status(429, retryAfter: TimeSpan.FromSeconds(4)));
        await using (OutboxHost first = await StartAsync())
        {
            await first.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
            await _sandbox.WaitForRequestsAsync(1, Cancellation);
        }

        await using OutboxHost second = await StartAsync();
        IReadOnlyList<ReceivedRequest> requests = await _sandbox.WaitForRequestsAsync(2, Cancellation);

        Assert.Equal(202, requests[1].StatusCode);
        Assert.DoesNotContain(requests[1].Advice, advice => advice.Message.Contains("Retry-After", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_loses_nothing_dead_letters_nothing_and_sends_only_probes()
    {
        _sandbox.Arm(SandboxFault.Status(503).ForShare(1));
        await using OutboxHost host = await StartAsync(options => (options.MaxFailures, options.MaxBackoff) = (1, TimeSpan.FromSeconds(1)));
        for (int i = 0; i < 50; i++)
        {
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{i}"), Cancellation);
        }

        await OutboxHost.UntilAsync(
            async () => (await host.Outbox.GetStatusAsync(Cancellation)) is { State: OutboxState.Unavailable, InFlight: <= 1 }, "what was in flight has failed");
        int atFirst = _sandbox.Requests.Count;
        long startedAt = Stopwatch.GetTimestamp();
        await _sandbox.WaitForRequestsAsync(atFirst + 4, Cancellation);
        TimeSpan probing = Stopwatch.GetElapsedTime(startedAt);
        OutboxStatus status = await host.Outbox.GetStatusAsync(Cancellation);
        _sandbox.Clear();

        // What was in flight when it began, and then one probe at a time, half a second apart at least. The first two may have been on their way.
        Assert.InRange(atFirst, 2, 16 + 10);
        Assert.True(probing >= TimeSpan.FromSeconds(1), $"Four requests within {probing}.");
        Assert.Equal((50, 0), (status.Pending, status.DeadLettered));
        await host.UntilPendingAsync(0);
        Assert.Equal(50, _sandbox.Requests.Where(request => request.StatusCode == 202).Select(request => request.BodyText).Distinct().Count());
        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "OutboxUnavailable");
    }

    [Theory]
    [InlineData(500, "unavailable 500")]
    [InlineData(404, "unavailable 404")]
    [InlineData(403, "refused 403")]
    public async Task One_conversion_that_always_fails_is_dead_lettered_while_the_others_are_delivered(int statusCode, string reason)
    {
        await using PoisonServer server = await PoisonServer.StartAsync("poison", statusCode);
        await using OutboxHost host = await OutboxHost.StartAsync(
            _store, server.Address, options => (options.MaxFailures, options.MaxBackoff) = (2, TimeSpan.FromSeconds(1)));

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("poison"), Cancellation);
        for (int i = 0; i < 400 && (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered == 0; i++)
        {
            await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{i}"), Cancellation);
            await Task.Delay(25, Cancellation);
        }

        await host.UntilPendingAsync(0);
        DeadLetter letter = Assert.Single(await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation));
        Assert.Equal((2, reason), (letter.Failures, letter.Reason));
        Assert.False((await host.Outbox.GetStatusAsync(Cancellation)).IsPaused);
    }

    [Fact]
    public async Task What_is_too_old_is_dead_lettered_and_not_sent()
    {
        _sandbox.Arm(SandboxFault.Status(503).ForShare(1));
        await using OutboxHost host = await StartAsync(options => (options.MaxAge, options.MaxBackoff) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered == 1, "one is dead-lettered");

        Assert.Equal("too old", Assert.Single(await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation)).Reason);
    }

    [Fact]
    public async Task A_graceful_stop_finishes_what_is_in_flight_and_repeats_nothing()
    {
        for (int round = 0; round < 5; round++)
        {
            await using OutboxHost host = await StartAsync();
            for (int i = 0; i < 40; i++)
            {
                await host.Outbox.EnqueueAsync(OutboxHost.Conversion($"order-{round}-{i}"), Cancellation);
            }

            _sandbox.Arm(SandboxFault.Delay(TimeSpan.FromMilliseconds(50), times: 20));
            await host.StopAsync(Cancellation);
        }

        await using OutboxHost last = await StartAsync();
        await last.UntilPendingAsync(0);

        Assert.Equal(200, _sandbox.Requests.Select(request => request.BodyText).Distinct().Count());
        Assert.Equal(200, _sandbox.Requests.Count);
    }

    [Fact]
    public async Task What_waits_under_an_account_that_was_renamed_is_counted_and_degrades_health()
    {
        IOutboxStore renamed = _store.Open("renamed");
        await renamed.AddAsync(Rows.New(created: DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), Cancellation);
        (renamed as IDisposable)?.Dispose();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using OutboxHost host = await StartAsync(configureServices: services =>
            services.AddSingleton<TimeProvider>(time).AddHealthChecks().AddRoktEventApiOutbox());

        // It waits for longer than a restart takes.
        await OutboxHost.UntilAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(0.5));
                return (await host.Outbox.GetStatusAsync(Cancellation)) is { Unregistered: 1, HasDispatcher: true };
            },
            "it is counted");

        HealthReport health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("1 conversions wait under accounts", Assert.Single(health.Entries).Value.Description, StringComparison.Ordinal);
        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "OutboxUnregisteredAccounts" && record.Message.Contains("\"renamed\"", StringComparison.Ordinal));
        Assert.Empty(_sandbox.Requests);
    }

    [Fact]
    public async Task The_events_time_is_that_of_enqueuing_where_it_is_sent()
    {
        await using OutboxHost host = await StartAsync(options => options.SendEventTime = true);
        DateTimeOffset before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await host.Outbox.EnqueueAsync(
            ConversionEvent.CreateBuilder().WithEmail("a@b.c").WithConfirmationRef("2").WithEventTime(DateTimeOffset.FromUnixTimeMilliseconds(1767323045678)).Build(),
            Cancellation);

        long[] times = [.. (await _sandbox.WaitForRequestsAsync(2, Cancellation))
            .Select(request => JsonElement.Parse(request.BodyText).GetProperty("events")[0].GetProperty("data").GetProperty("timestamp_unixtime_ms").GetInt64()).Order()];

        Assert.Equal(1767323045678, times[0]);
        Assert.InRange(times[1], before.ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    private protected Task<OutboxHost> StartAsync(Action<OutboxOptions>? configure = null, Action<IServiceCollection>? configureServices = null) =>
        OutboxHost.StartAsync(_store, _sandbox.BaseAddress, configure, configureServices: configureServices);
}
