using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Diagnostics;

/// <summary>Whatever becomes of a conversion, nothing of it is in a log line, a metric, a dead letter or an exception.</summary>
public sealed class PrivacyTests
{
    private static readonly string[] Personal = ["john.doe", "example.com", "203.0.113.5", "order-4711", "Doe"];

    /// <summary>What becomes of it, and what of that must be seen.</summary>
    public static TheoryData<string, string> Fates => new()
    {
        { "accepted", "delivery.delay" },
        { "rejected", "rejected" },
        { "refused", "403" },
        { "throttled", "429" },
        { "unavailable", "503" },
        { "no connection", "connection_failed" },
        { "timeout", "timeout" },
        { "handler throws", "handler_failed" },
        { "store throws", "OutboxOperationFailed" },
        { "too old", "too old" },
        { "damaged", "unreadable" },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public async Task Nothing_of_a_conversion_is_disclosed(string fate, string evidence)
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var said = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) => self.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Say(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Say(instrument, tags));
        listener.Start();
        await using var outbox = new VirtualOutbox(options => options.MaxAge = TimeSpan.FromHours(1), meters: meters);
        Arm(outbox, fate);
        await outbox.StartAsync();
        for (int i = 0; i < 2; i++)
        {
            await outbox.Outbox.EnqueueAsync(
                ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithLastName("Doe").WithIpAddress("203.0.113.5").WithConfirmationRef("order-4711").Build(),
                TestContext.Current.CancellationToken);
        }

        if (fate == "damaged")
        {
            await outbox.Store.AddAsync(Rows.New("[john.doe@example.com", outbox.Time.GetUtcNow().ToUnixTimeMilliseconds()), TestContext.Current.CancellationToken);
        }

        await outbox.PassAsync(fate == "too old" ? TimeSpan.FromHours(2) : TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(fate == "too old" ? 30 : 1));
        listener.RecordObservableInstruments();
        outbox.Logger.Collector.GetSnapshot().ToList().ForEach(record => said.Enqueue($"{record.Id.Name} {record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])}"));
        foreach (DeadLetter letter in await outbox.Management.GetDeadLettersAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            said.Enqueue($"{letter} {letter.Reason} {string.Join(' ', letter.ErrorCodes)}");
        }

        string all = string.Join('\n', said);
        Assert.Contains(evidence, all, StringComparison.Ordinal);
        Assert.All(Personal, value => Assert.DoesNotContain(value, all, StringComparison.OrdinalIgnoreCase));

        // From the threads of other tests as well, whose meters are heard, too.
        void Say(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            said.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
    }

    private static void Arm(VirtualOutbox outbox, string fate)
    {
        switch (fate)
        {
            case "rejected":
                outbox.Api.Respond = (body, _) =>
                {
                    HttpResponseMessage response = StubApi.Status(HttpStatusCode.BadRequest);
                    response.Content = new StringContent("""{"errors":[{"code":"BAD","message":"john.doe@example.com is no address"}]}""", Encoding.UTF8, "application/json");
                    return Task.FromResult(response);
                };
                break;
            case "refused":
                outbox.Api.Always(HttpStatusCode.Forbidden);
                break;
            case "throttled":
                outbox.Api.Always(HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3));
                break;
            case "unavailable" or "too old":
                outbox.Api.Always(HttpStatusCode.ServiceUnavailable);
                break;
            case "no connection":
                outbox.Api.Always(new HttpRequestException(HttpRequestError.ConnectionError));
                break;
            case "handler throws":
                outbox.Api.Respond = (body, _) => throw new FormatException($"Cannot read {body}.");
                break;
            case "timeout":
                outbox.Api.Respond = async (_, cancellationToken) =>
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    return null!;
                };
                break;
            case "store throws":
                outbox.Store.Fault = name =>
                {
                    if (name == "Delete")
                    {
                        throw new OutboxException("The disk is full.");
                    }
                };
                break;
        }
    }
}
