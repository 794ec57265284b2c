using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Rokt.EventApi.Outbox.Tests.Diagnostics;

public sealed class OutboxHealthCheckTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task An_outbox_that_delivers_is_healthy_and_the_report_has_its_numbers()
    {
        HealthCheckResult result = await CheckAsync(new OutboxStatus { HasDispatcher = true, Pending = 7, OldestPending = Clock.GetUtcNow().AddMinutes(-5) });

        Assert.Equal((HealthStatus.Healthy, 7L, 0L, "Delivering"), (result.Status, result.Data["pending"], result.Data["dead_letters"], result.Data["state"]));
    }

    public static TheoryData<OutboxStatus, string> Problems => new()
    {
        { new OutboxStatus { HasDispatcher = false }, "No instance delivers" },
        { new OutboxStatus { HasDispatcher = true, State = OutboxState.Paused }, "paused by an operator" },
        { new OutboxStatus { HasDispatcher = true, State = OutboxState.CredentialsRefused }, "refuses the credentials" },
        { new OutboxStatus { HasDispatcher = true, State = OutboxState.Unavailable }, "Delivery fails" },
        { new OutboxStatus { HasDispatcher = true, DeadLettered = 3 }, "3 conversions are in dead letter" },
        { new OutboxStatus { HasDispatcher = true, Unregistered = 4 }, "4 conversions wait under accounts" },
        { new OutboxStatus { HasDispatcher = true, Pending = 1, OldestPending = Clock.GetUtcNow().AddMinutes(-5).AddMilliseconds(-1) }, "waited for too long" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task What_an_operator_should_see_degrades_it(OutboxStatus status, string said)
    {
        HealthCheckResult result = await CheckAsync(status);

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Contains(said, result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_degrades_it_with_its_advice()
    {
        HealthCheckResult result = await CheckAsync(null);

        Assert.Equal((HealthStatus.Degraded, "Give this user access."), (result.Status, result.Description));
    }

    private static Task<HealthCheckResult> CheckAsync(OutboxStatus? status) =>
        new OutboxHealthCheck(new StubOutbox(status), TimeSpan.FromMinutes(5), Clock).CheckHealthAsync(
            new HealthCheckContext { Registration = new HealthCheckRegistration("outbox", _ => null!, HealthStatus.Degraded, null) },
            TestContext.Current.CancellationToken);

    private sealed class StubOutbox(OutboxStatus? status) : IOutbox
    {
        public Task EnqueueAsync(ConversionEvent conversion, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task EnqueueAsync(ConversionEvent conversion, System.Data.Common.DbTransaction transaction, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task EnqueueAsync(ConversionEvent conversion, EnqueueOptions options, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task EnqueueAsync(ConversionEvent conversion, System.Data.Common.DbTransaction transaction, EnqueueOptions options, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<OutboxStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
            status is null ? Task.FromException<OutboxStatus>(new OutboxException("Give this user access.")) : Task.FromResult(status);
    }
}
