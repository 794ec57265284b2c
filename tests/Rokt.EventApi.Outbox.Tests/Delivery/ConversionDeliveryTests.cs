using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>What becomes of a conversion, on a clock of the test's.</summary>
public sealed class ConversionDeliveryTests : IAsyncDisposable
{
    private VirtualOutbox _outbox = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _outbox.DisposeAsync();

    [Fact]
    public async Task An_accepted_conversion_is_deleted()
    {
        await _outbox.StartAsync();
        await _outbox.EnqueueAsync("order-1");

        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 0, "it is delivered");

        Assert.Contains("order-1", Assert.Single(_outbox.Api.Bodies), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> NotItsOwn => new()
    {
        { "429 with Retry-After", "unavailable 429" },
        { "429", "unavailable 429" },
        { "no connection", "unavailable" },
    };

    [Theory]
    [MemberData(nameof(NotItsOwn))]
    public async Task What_no_conversion_is_to_blame_for_counts_against_none_even_while_others_are_accepted(string fault, string reason)
    {
        await UseAsync(options => options.MaxFailures = 2);
        Poison(fault);
        await _outbox.EnqueueAsync("poison");
        for (int i = 0; i < 60; i++)
        {
            await _outbox.EnqueueAsync($"order-{i}");
            await _outbox.PassAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        }

        MemoryOutboxStore.Row row = Assert.Single(_outbox.Store.Rows);
        Assert.Equal((0, reason, false), (row.Failures, row.Reason, row.IsDeadLettered));
        Assert.True(_outbox.Api.Bodies.Count(body => body.Contains("poison", StringComparison.Ordinal)) > 4);
    }

    [Fact]
    public async Task Conversions_that_are_throttled_with_a_Retry_After_are_no_outage()
    {
        await _outbox.StartAsync();
        _outbox.Api.Always(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2));
        for (int i = 0; i < 5; i++)
        {
            await _outbox.EnqueueAsync($"order-{i}");
        }

        await _outbox.PassAsync(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(0.5));

        Assert.Equal((OutboxState.Delivering, 0), ((await _outbox.StatusAsync()).State, _outbox.Logged("OutboxUnavailable")));
        Assert.All(_outbox.Store.Rows, row => Assert.Equal((0, false), (row.Failures, row.IsDeadLettered)));
    }

    [Fact]
    public async Task What_the_server_fails_on_while_it_accepts_others_is_moved_to_dead_letter_after_its_failures()
    {
        await UseAsync(options => options.MaxFailures = 2);
        Poison("500");
        await _outbox.EnqueueAsync("poison");
        for (int i = 0; i < 60 && !_outbox.Store.Rows.Any(row => row.IsDeadLettered); i++)
        {
            await _outbox.EnqueueAsync($"order-{i}");
            await _outbox.PassAsync(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1));
        }

        MemoryOutboxStore.Row row = Assert.Single(_outbox.Store.Rows);
        Assert.Equal((2, "unavailable 500", true), (row.Failures, row.Reason, row.IsDeadLettered));
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(7200)]
    public async Task A_conversion_waits_as_long_as_the_server_says_but_never_beyond_its_age(int maxAgeSeconds)
    {
        await UseAsync(options => options.MaxAge = TimeSpan.FromSeconds(maxAgeSeconds));
        _outbox.Api.Always(HttpStatusCode.TooManyRequests, TimeSpan.FromDays(10));
        long before = _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds();

        await _outbox.EnqueueAsync("order-1");
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Any(row => row.Reason is not null), "it is postponed");

        MemoryOutboxStore.Row row = Assert.Single(_outbox.Store.Rows);
        Assert.InRange(row.Due, before + (maxAgeSeconds * 1000L), before + (maxAgeSeconds * 1000L) + 10_000);
        Assert.InRange(row.Updated, before, before + 10_000);
    }

    [Fact]
    public async Task A_conversion_that_became_too_old_is_moved_to_dead_letter_and_not_sent()
    {
        await UseAsync(options => options.MaxAge = TimeSpan.FromHours(1));
        await _outbox.Management.PauseAsync(Cancellation);
        await _outbox.EnqueueAsync("too-old");
        await _outbox.PassAsync(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(1));
        await _outbox.EnqueueAsync("fresh");
        await _outbox.PassAsync(TimeSpan.FromSeconds(1));

        await _outbox.Management.ResumeAsync(Cancellation);
        await _outbox.UntilAsync(() => _outbox.Store.Rows is [{ IsDeadLettered: true }], "one is dead-lettered and the other delivered");
        await _outbox.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal("too old", Assert.Single(_outbox.Store.Rows).Reason);
        Assert.Contains("fresh", Assert.Single(_outbox.Api.Bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attribute_with_the_name_of_the_events_time_is_none()
    {
        await _outbox.StartAsync();
        await _outbox.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        ConversionEvent conversion = VirtualOutbox.Conversion("named").ToBuilder().WithUserAttribute("timestamp_unixtime_ms", 1_000_000_000_000).Build();

        await _outbox.Outbox.EnqueueAsync(conversion, Cancellation);
        await _outbox.UntilAsync(() => _outbox.Store.Rows.All(row => row.IsDeadLettered), "it is delivered or dead-lettered");

        Assert.Empty(_outbox.Store.Rows);
    }

    [Fact]
    public async Task What_was_dead_lettered_for_its_age_is_delivered_when_it_is_requeued()
    {
        await _outbox.StartAsync();
        await _outbox.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        ConversionEvent conversion = VirtualOutbox.Conversion("old").ToBuilder().WithEventTime(_outbox.Time.GetUtcNow().AddDays(-5)).Build();
        await _outbox.Outbox.EnqueueAsync(conversion, Cancellation);
        await _outbox.UntilAsync(() => _outbox.Store.Rows is [{ IsDeadLettered: true, Reason: "too old" }], "it is dead-lettered");

        await _outbox.Management.RequeueAllAsync("too old", Cancellation);
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 0, "it is delivered");

        Assert.Single(_outbox.Api.Bodies);
    }

    [Theory]
    [InlineData(71.9, false)]
    [InlineData(72.1, true)]
    public async Task The_events_own_time_counts_as_its_age(double hours, bool isTooOld)
    {
        await _outbox.StartAsync();
        await _outbox.PassAsync(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        ConversionEvent conversion = ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("old")
            .WithEventTime(_outbox.Time.GetUtcNow().AddHours(-hours)).Build();

        await _outbox.Outbox.EnqueueAsync(conversion, Cancellation);
        await _outbox.UntilAsync(() => _outbox.Store.Rows.All(row => row.IsDeadLettered), "it is delivered or dead-lettered");

        Assert.Equal((isTooOld ? 0 : 1, isTooOld ? 1 : 0), (_outbox.Api.Bodies.Count, _outbox.Store.Rows.Count));
    }

    [Fact]
    public async Task A_damaged_row_is_moved_to_dead_letter_and_one_of_a_newer_version_waits()
    {
        await _outbox.Store.AddAsync(Rows.New([1, 2, 3], _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds()), Cancellation);
        await _outbox.Store.AddAsync(Rows.New("{}", _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds(), version: 99), Cancellation);
        await _outbox.StartAsync();

        await _outbox.PassAsync(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));

        Assert.Equal([true, false], _outbox.Store.Rows.Select(row => row.IsDeadLettered));
        Assert.Equal(1, _outbox.Logged("OutboxOperationFailed"));
        Assert.Empty(_outbox.Api.Bodies);
    }

    [Fact]
    public async Task Data_Protection_that_fails_with_any_exception_postpones_logs_once_and_heals()
    {
        var protector = new FailingProtector();
        _outbox = new VirtualOutbox(protector: protector);
        await _outbox.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await _outbox.EnqueueAsync($"order-{i}");
        }

        protector.Fails = true;
        await _outbox.PassAsync(TimeSpan.FromSeconds(1));
        for (int i = 20; i < 40; i++)
        {
            protector.Fails = false;
            await _outbox.EnqueueAsync($"order-{i}");
            protector.Fails = true;
        }

        await _outbox.PassAsync(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
        Assert.InRange(protector.Failures, 1, 40 * 5);
        Assert.Equal(1, _outbox.Logged("OutboxOperationFailed"));
        protector.Fails = false;
        await _outbox.UntilAsync(() => _outbox.Store.Rows.Count == 0, "all is delivered", step: TimeSpan.FromSeconds(1));

        Assert.Equal(1, _outbox.Logged("OutboxOperationRecovered"));
    }

    [Fact]
    public async Task What_cannot_be_encrypted_is_not_stored_and_the_exception_says_what_to_do()
    {
        _outbox = new VirtualOutbox(protector: new FailingProtector { Fails = true });

        var exception = await Assert.ThrowsAsync<OutboxException>(() => _outbox.EnqueueAsync("order-1"));

        Assert.Contains("Data Protection", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_outbox.Store.Rows);
    }

    [Fact]
    public async Task A_conversion_that_is_too_large_for_a_request_is_not_stored()
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com");
        for (int i = 0; i < 80; i++)
        {
            builder.WithAttribute($"attribute{i}", new string('x', 4096));
        }

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => _outbox.Outbox.EnqueueAsync(builder.Build(), Cancellation));

        Assert.Contains("shorten", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_outbox.Store.Rows);
    }

    [Fact]
    public async Task The_time_of_enqueuing_is_sent_as_the_events_time_by_default()
    {
        await _outbox.StartAsync();
        long enqueued = _outbox.Time.GetUtcNow().ToUnixTimeMilliseconds();
        await _outbox.EnqueueAsync("order-1");
        await _outbox.UntilAsync(() => _outbox.Api.Bodies.Count == 1, "it is sent");

        Assert.Contains($"\"timestamp_unixtime_ms\":{enqueued}", _outbox.Api.Bodies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_that_setting_no_time_is_sent()
    {
        await UseAsync(options => options.SendEventTime = false);
        await _outbox.EnqueueAsync("order-1");
        await _outbox.UntilAsync(() => _outbox.Api.Bodies.Count == 1, "it is sent");

        Assert.DoesNotContain("timestamp_unixtime_ms", _outbox.Api.Bodies[0], StringComparison.Ordinal);
    }

    private async Task UseAsync(Action<OutboxOptions> configure)
    {
        _outbox = new VirtualOutbox(configure);
        await _outbox.StartAsync();
    }

    private void Poison(string fault) => _outbox.Api.Respond = (body, _) => !body.Contains("poison", StringComparison.Ordinal)
        ? Task.FromResult(StubApi.Status(HttpStatusCode.Accepted))
        : fault switch
        {
            "429 with Retry-After" => Task.FromResult(StubApi.Status(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(2))),
            "429" => Task.FromResult(StubApi.Status(HttpStatusCode.TooManyRequests)),
            "500" => Task.FromResult(StubApi.Status(HttpStatusCode.InternalServerError)),
            _ => Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError)),
        };

    private sealed class FailingProtector : IDataProtector
    {
        public bool Fails { get; set; }

        public int Failures { get; private set; }

        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => Pass(plaintext);

        public byte[] Unprotect(byte[] protectedData) => Pass(protectedData);

        private byte[] Pass(byte[] data)
        {
            if (Fails)
            {
                Failures++;
                throw new IOException("The share of the keys is away.");
            }

            return data;
        }
    }
}
