using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.Serialization;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>What a queue of one's own stores and sends later.</summary>
public sealed class PreparedConversionTests
{
    private static readonly PreparedSendOptions Once = new() { SingleAttempt = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_with_no_other_identity_than_a_devices_can_be_prepared()
    {
        using var test = new ClientUnderTest();
        PreparedConversion prepared = test.Client.Prepare(ConversionEvent.CreateBuilder().AllowAnyIdentity().WithAndroidUuid("android-7").Build())!;

        SendResult result = await test.Client.SendAsync(PreparedConversion.FromBody(prepared.Body), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(SendStatus.Accepted, result.Status);
    }

    [Fact]
    public void It_is_the_body_of_an_ordinary_send_with_a_request_id()
    {
        using var test = new ClientUnderTest();

        PreparedConversion prepared = test.Client.Prepare(GuideExample.Event)!;

        Assert.True(Guid.TryParse(prepared.RequestId, out _));
        Assert.Equal(Wire.Body(GuideExample.Builder().WithRequestId(prepared.RequestId).Build()), Text(prepared));
    }

    [Fact]
    public void Each_has_a_request_id_of_its_own_unless_the_event_has_one()
    {
        using var test = new ClientUnderTest();

        Assert.NotEqual(test.Client.Prepare(GuideExample.Event)!.RequestId, test.Client.Prepare(GuideExample.Event)!.RequestId);
        Assert.Equal("mine", test.Client.Prepare(GuideExample.Builder().WithRequestId("mine").Build())!.RequestId);
    }

    [Fact]
    public void A_queue_gets_back_what_it_stored()
    {
        using var test = new ClientUnderTest();
        var time = new DateTimeOffset(2025, 12, 31, 23, 59, 59, 123, TimeSpan.Zero);
        PreparedConversion prepared = test.Client.Prepare(GuideExample.Builder().WithEventTime(time).Build())!;
        byte[] stored = prepared.Body.ToArray();

        PreparedConversion reloaded = PreparedConversion.FromBody(stored);
        Array.Clear(stored);

        Assert.Equal(Text(prepared), Text(reloaded));
        Assert.Equal((prepared.RequestId, "XYZ123", time), (reloaded.RequestId, reloaded.ConfirmationRef, reloaded.EventTime));
        Assert.Equal((prepared.RequestId, "XYZ123", time), (prepared.RequestId, prepared.ConfirmationRef, prepared.EventTime));
    }

    [Fact]
    public void What_the_event_lacks_is_null()
    {
        using var test = new ClientUnderTest();

        PreparedConversion prepared = test.Client.Prepare(GuideExample.Builder().WithConfirmationRef(null).Build())!;

        Assert.Equal((null, null), (prepared.ConfirmationRef, prepared.EventTime));
    }

    [Fact]
    public void Every_part_of_a_body_that_was_cut_off_is_refused_without_being_quoted()
    {
        using var test = new ClientUnderTest();
        ReadOnlyMemory<byte> body = test.Client.Prepare(EventOfEverything.Event)!.Body;

        for (int length = 0; length < body.Length; length++)
        {
            AssertRefused(body[..length]);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("zqxmark")]
    [InlineData("""{"environment":1,"user_identities":{},"events":[{"data":{"event_name":"conversion"}}],"source_request_id":"1"}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"conversion"}}]}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"conversion"}}],"source_request_id":""}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"conversion"}}],"source_request_id":1}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"audience"}}],"source_request_id":"1"}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"conversion"}},{}],"source_request_id":"1"}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[],"source_request_id":"1"}""")]
    [InlineData("""{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"conversion","timestamp_unixtime_ms":99999999999999999}}],"source_request_id":"1"}""")]
    [InlineData("""{"environment":"development","user_identities":"zqxmark","events":[{"data":{"event_name":"conversion"}}],"source_request_id":"1"}""")]
    public void What_no_client_prepared_is_refused_without_being_quoted(string body) => AssertRefused(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Text_that_is_no_UTF8_is_refused()
    {
        byte[] body = """{"environment":"development","user_identities":{},"events":[{"data":{"event_name":"conversion"}}],"source_request_id":"?"}"""u8.ToArray();
        body[body.AsSpan().IndexOf("?"u8)] = 0xFF;

        AssertRefused(body);
    }

    [Fact]
    public async Task It_is_sent_byte_for_byte_with_the_retries_of_the_client()
    {
        using var test = new ClientUnderTest();
        PreparedConversion prepared = test.Client.Prepare(GuideExample.Event)!;
        test.Handler.Respond(503, times: 2);

        SendResult result = await test.Client.SendAsync(PreparedConversion.FromBody(prepared.Body), cancellationToken: Cancellation);

        Assert.Equal((SendStatus.Accepted, 3), (result.Status, result.Attempts));
        Assert.Equal([Text(prepared), Text(prepared), Text(prepared)], test.Handler.Bodies);
    }

    [Fact]
    public async Task A_single_attempt_has_no_retries()
    {
        using var test = new ClientUnderTest();
        test.Handler.Respond(503);

        SendResult result = await test.Client.SendAsync(test.Client.Prepare(GuideExample.Event)!, Once, Cancellation);

        Assert.Equal((SendStatus.Unavailable, 1), (result.Status, result.Attempts));
        Assert.Empty(test.Clock.Waits);
    }

    [Fact]
    public async Task A_single_attempt_neither_opens_the_circuit_nor_asks_it()
    {
        using var test = new ClientUnderTest(options => (options.CircuitBreaker.MinimumThroughput, options.Retry.MaxRetryAttempts) = (2, 0));
        PreparedConversion prepared = test.Client.Prepare(GuideExample.Event)!;
        test.Handler.Respond(503, times: 4);

        await test.Client.SendAsync(prepared, Once, Cancellation);
        await test.Client.SendAsync(prepared, Once, Cancellation);
        Assert.Equal(1, (await test.SendAsync()).Attempts);
        Assert.Equal(1, (await test.SendAsync()).Attempts);

        Assert.Equal("circuit_open", Assert.Single((await test.SendAsync()).Errors).Code);
        Assert.Equal(SendStatus.Accepted, (await test.Client.SendAsync(prepared, Once, Cancellation)).Status);
    }

    [Fact]
    public async Task The_caller_is_asked_after_every_wait_and_right_before_each_attempt()
    {
        using var test = new ClientUnderTest();
        var waits = new List<int>();
        test.Handler.Respond(503, retryAfter: "5");
        var options = new PreparedSendOptions
        {
            CanAttempt = () =>
            {
                waits.Add(test.Clock.Waits.Count);
                return waits.Count < 2;
            },
        };

        SendResult result = await test.Client.SendAsync(test.Client.Prepare(GuideExample.Event)!, options, Cancellation);

        Assert.Equal([0, 1], waits);
        Assert.Equal((SendStatus.Unavailable, 1, "not_attempted"), (result.Status, result.Attempts, Assert.Single(result.Errors).Code));
        Assert.Equal(1, test.Handler.Requests);
    }

    [Theory]
    [InlineData(0, SendStatus.Accepted, 1)]
    [InlineData(1, SendStatus.Rejected, 0)]
    public async Task A_body_of_the_limit_is_sent_and_one_byte_more_is_rejected_before_the_network(int more, SendStatus status, int requests)
    {
        using var test = new ClientUnderTest();
        byte[] body = test.Client.Prepare(GuideExample.Event)!.Body.ToArray();
        byte[] padded = [.. body, .. Enumerable.Repeat((byte)' ', EventApiLimits.RequestBodyBytes - body.Length + more)];

        SendResult result = await test.Client.SendAsync(PreparedConversion.FromBody(padded), cancellationToken: Cancellation);

        Assert.Equal((status, requests), (result.Status, test.Handler.Requests));
    }

    [Fact]
    public async Task A_missing_confirmation_reference_is_warned_of_also_after_it_was_stored()
    {
        var log = new FakeLogger();
        using var test = new ClientUnderTest(logger: log);
        PreparedConversion without = test.Client.Prepare(GuideExample.Builder().WithConfirmationRef(null).Build())!;

        await test.Client.SendAsync(test.Client.Prepare(GuideExample.Event)!, cancellationToken: Cancellation);
        Assert.DoesNotContain(log.Collector.GetSnapshot(), record => record.Id.Name == "NoConfirmationRef");
        await test.Client.SendAsync(PreparedConversion.FromBody(without.Body), Once, Cancellation);

        Assert.Single(log.Collector.GetSnapshot(), record => record.Id.Name == "NoConfirmationRef");
    }

    [Fact]
    public async Task The_container_has_the_client_by_this_interface_too()
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi(Configure);
        services.AddRoktEventApi("b", Configure);
        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(provider.GetRequiredService<IEventApiClient>(), provider.GetRequiredService<IPreparedConversionClient>());
        Assert.Same(provider.GetRequiredKeyedService<IEventApiClient>("b"), provider.GetRequiredKeyedService<IPreparedConversionClient>("b"));

        static void Configure(EventApiOptions options) =>
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
    }

    [Fact]
    public void Its_text_holds_no_personal_data()
    {
        using var test = new ClientUnderTest();
        PreparedConversion prepared = test.Client.Prepare(GuideExample.Event)!;

        Assert.Equal($"Prepared conversion ({prepared.Body.Length} bytes)", prepared.ToString());
    }

    [Fact]
    public async Task Null_is_no_conversion()
    {
        using var test = new ClientUnderTest();

        Assert.Throws<ArgumentNullException>(() => test.Client.Prepare(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => test.Client.SendAsync((PreparedConversion)null!, cancellationToken: Cancellation));
    }

    private static void AssertRefused(ReadOnlyMemory<byte> body)
    {
        FormatException exception = Assert.Throws<FormatException>(() => PreparedConversion.FromBody(body));
        Assert.Null(exception.InnerException);
        Assert.DoesNotContain("zqxmark", exception.ToString(), StringComparison.Ordinal);
    }

    private static string Text(PreparedConversion prepared) => Encoding.UTF8.GetString(prepared.Body.Span);
}
