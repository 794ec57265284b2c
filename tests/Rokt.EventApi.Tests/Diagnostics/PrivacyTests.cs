using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

/// <summary>An event made of marks goes through every outcome; no mark comes out in anything that is kept or shown.</summary>
public sealed class PrivacyTests
{
    private const string Mark = "zqxmark";
    private const string Key = "zqxkey";
    private const string Secret = "zqxsecret";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_personal_data_and_no_credential_appears_in_any_log_span_metric_exception_or_ToString()
    {
        var output = new StringBuilder();
        using ActivityListener spans = Listen(output);
        using var meters = new TestMeterFactory();
        using var measurements = new MeasurementRecorder(meters);
        var handler = new ScriptedHandler();
        var clock = new SelfAdvancingClock();
        await using ServiceProvider provider = Provider(handler, meters, clock);
        var client = provider.GetRequiredService<IEventApiClient>();
        ConversionEvent conversion = Marked().Build();
        output.AppendLine(conversion.ToString()).AppendLine(conversion.Attributes["shade"].ToString());
        string echo = $$"""{"errors":[{"code":"{{Mark}}@EXAMPLE","message":"{{Mark}} is wrong"},{"code":"{{Mark}} 1","message":"m"}]}""";

        handler.AnswerWithBody(202, echo);
        handler.AnswerWithBody(400, echo);
        handler.AnswerWithBody(401, Mark);
        handler.AnswerWithBody(403, echo);
        handler.AnswerWithBody(503, echo);
        handler.AnswerWithBody(429, echo);
        handler.Fail(new HttpRequestException(HttpRequestError.ConnectionError, Mark));
        handler.Fail(new IOException(Mark));
        handler.Hang(() => clock.Advance(TimeSpan.FromSeconds(10)));
        for (int i = 0; i < 9; i++)
        {
            await SendAsync(client, conversion, output);
        }

        // The circuit is open by now; then a request that is too large, one that is cancelled, one that is not valid.
        await SendAsync(client, conversion, output);
        await SendAsync(client, TooLarge(), output);
        output.AppendLine((await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(conversion, new CancellationToken(true)))).ToString());
        output.AppendLine(Assert.Throws<InvalidConversionEventException>(() => Marked()
            .WithEmail($"{Mark} at example").WithHashedEmail($"{Mark}@x.y").WithMobile(Mark).WithIpAddress(Mark).WithBatchIpAddress(Mark)
            .WithAmount(1, Mark).WithQuantity(5).WithProductName(Mark + new string('x', 5000)).WithAttribute("shade", Mark + '\uD800').Build()).ToString());

        foreach (FakeLogRecord record in provider.GetFakeLogCollector().GetSnapshot())
        {
            output.AppendLine(CultureInfo.InvariantCulture, $"{record.Category} {record.Message} {record.Exception}");
            output.AppendJoin(' ', record.StructuredState ?? []).AppendJoin(' ', record.Scopes).AppendLine();
        }

        output.AppendJoin('\n', measurements.Seen);
        string everything = output.ToString();
        Assert.Contains("Unavailable (circuit_open)", everything, StringComparison.Ordinal);
        Assert.Contains("Rejected (403)", everything, StringComparison.Ordinal);
        Assert.Contains("rokt.event_api.sends", everything, StringComparison.Ordinal);
        Assert.Contains("span rokt.event_api.send", everything, StringComparison.Ordinal);
        foreach (string secret in new[] { Mark, Key, Secret, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Key}:{Secret}")), "1999", "4155550199", "198.51.100.77" })
        {
            Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task SendAsync(IEventApiClient client, ConversionEvent conversion, StringBuilder output)
    {
        SendResult result = await client.SendAsync(conversion, Cancellation);
        output.AppendLine(result.ToString()).AppendLine(new StreamedResult(conversion, result).ToString());
        output.AppendJoin('\n', result.Errors).AppendLine();
        if (result.Status != SendStatus.Accepted)
        {
            output.AppendLine(Assert.Throws<EventApiException>(result.EnsureAccepted).ToString());
        }
    }

    private static ConversionEventBuilder Marked() => ConversionEvent.CreateBuilder()
        .WithEmail($"{Mark}@example.com").WithSha256OfEmail($"{Mark}@example.com").WithCustomerId(Mark).WithClickId(Mark)
        .WithFirstName(Mark).WithLastName(Mark).WithMobile("4155550199").WithIpAddress("198.51.100.77").WithBillingZipCode(Mark)
        .WithDateOfBirth(new DateOnly(1999, 12, 31)).WithUserAttribute("colour", Mark).WithUserAttribute("colours", AttributeValue.List(Mark))
        .WithUserAgent(Mark).WithAndroidUuid(Mark).WithMessageId(Mark).WithConversionType(Mark).WithProductName(Mark).WithSku(Mark)
        .WithPaymentType(Mark).WithTransactionId(Mark).WithConfirmationRef(Mark).WithAttribute("shade", Mark);

    private static ConversionEvent TooLarge()
    {
        ConversionEventBuilder builder = Marked();
        for (int i = 0; i < 70; i++)
        {
            builder.WithAttribute($"attribute{i}", Mark + new string('x', 4000));
        }

        return builder.Build();
    }

    private static ServiceProvider Provider(ScriptedHandler handler, IMeterFactory meters, TimeProvider clock)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        services.AddRoktEventApi(options =>
        {
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = (Key, Secret, Pod.US1, EventEnvironment.Development);
            options.Retry.MaxRetryAttempts = 0;
            (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio) = (9, 0.3);
        }).ConfigurePrimaryHttpMessageHandler(() => handler);
        services.AddSingleton(clock);
        services.Replace(ServiceDescriptor.Singleton(meters));
        return services.BuildServiceProvider();
    }

    private static ActivityListener Listen(StringBuilder output)
    {
        Activity? root = new Activity("test").Start();
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == root.TraceId)
                {
                    lock (output)
                    {
                        output.AppendLine(CultureInfo.InvariantCulture, $"span {span.OperationName} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))}");
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
