using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Tests.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

/// <summary>A registered client with marks for credentials, and all that it shows: log lines, spans, measurements, health, exceptions and texts.</summary>
internal sealed class Disclosure : IAsyncDisposable
{
    public const string Mark = "zqxmark";
    private const string Key = "zqxkey";
    private const string Secret = "zqxsecret";
    private const string NewSecret = "zqxrotated";
    private const string Phone = "4155550199";
    private const string Address = "198.51.100.77";
    private const string DeviceMark = "5a717846-9d3b-4c1e-8f20-6b7a1c2d3e4f";
    private const int NumberMark = 1827364554;

    private static readonly string[] Marks =
    [
        Mark, Key, Secret, NewSecret, Base64($"{Key}:{Secret}"), Base64($"{Key}:{NewSecret}"),
        Digest($"{Mark}@example.com"), Digest(Mark), Digest(Phone), Phone, Address, DeviceMark, $"{NumberMark}", nameof(Gender.Female),

        // The date of birth, however it is written; the year alone is also a number of milliseconds, and part of a trace's id.
        "19991231", "1999-12-31", "12/31/1999", "31/12/1999", "31.12.1999",
    ];

    private readonly StringBuilder _shown = new();
    private readonly Activity _root;
    private readonly ActivityListener _spans;
    private readonly TestMeterFactory _meters = new();
    private readonly MeasurementRecorder _measurements;
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _provider;

    /// <param name="configure">Changes settings.</param>
    /// <param name="isConnected">Whether requests go over real connections.</param>
    public Disclosure(Action<EventApiOptions>? configure = null, bool isConnected = false)
    {
        Activity.Current = null;
        _root = new Activity("test").AddBaggage("user.email", Mark).Start();
        _root.TraceStateString = $"vendor={Mark}";
        _spans = Listen();
        _measurements = new MeasurementRecorder(_meters);
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Rokt:ApiKey"] = Key,
            ["Rokt:ApiSecret"] = Secret,
            ["Rokt:Pod"] = "US1",
            ["Rokt:Environment"] = "Development",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging());
        IHttpClientBuilder http = services.AddRoktEventApi(_configuration.GetSection("Rokt"));
        if (!isConnected)
        {
            http.ConfigurePrimaryHttpMessageHandler(() => Handler);
        }

        services.AddHealthChecks().AddRoktEventApi();
        services.Configure<EventApiOptions>(options =>
        {
            options.RateLimit.RateLimiter = Limiter;
            options.CircuitBreaker.Enabled = false;
            options.Retry.AttemptTimeout = AttemptTimeout;
            configure?.Invoke(options);
        });
        services.AddSingleton<TimeProvider>(Clock);
        services.Replace(ServiceDescriptor.Singleton<IMeterFactory>(_meters));
        _provider = services.BuildServiceProvider();
        Client = _provider.GetRequiredService<IEventApiClient>();
    }

    public static TimeSpan AttemptTimeout { get; } = TimeSpan.FromSeconds(7.001);

    public ScriptedHandler Handler { get; } = new();

    public ScriptedLimiter Limiter { get; } = new();

    public SelfAdvancingClock Clock { get; } = new();

    public IEventApiClient Client { get; }

    /// <summary>An event that has a mark in every field that can hold one.</summary>
    public static ConversionEventBuilder Marked()
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder()
            .WithDateOfBirth(new DateOnly(1999, 12, 31)).WithGender(Gender.Female).WithQuantity(1).WithMargin(NumberMark)
            .WithUserAttribute("color", Mark).WithUserAttribute("colors", AttributeValue.List(Mark)).WithAttribute("shade", Mark);
        foreach (TextField field in ConversionFields.All.OfType<TextField>())
        {
            builder.Set(field, MarkOf(field));
        }

        return builder.WithAmount(NumberMark, "XTS");
    }

    public void Rotate()
    {
        _configuration["Rokt:ApiSecret"] = NewSecret;
        _configuration.Reload();
    }

    public async Task SendAsync(ConversionEvent? conversion = null)
    {
        ConversionEvent sent = conversion ?? Marked().Build();
        Show(sent);
        Show(await Client.SendAsync(sent, TestContext.Current.CancellationToken));
        HealthReport health = await _provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        health.Entries.ToList().ForEach(entry => Show($"health {entry.Value.Status} {entry.Value.Description} {entry.Value.Exception} {string.Join(' ', entry.Value.Data)}"));
    }

    public void Show(SendResult result)
    {
        Show((object)result);
        Show(new StreamedResult(Marked().Build(), result));
        result.Errors.ToList().ForEach(Show);
        if (result.Status != SendStatus.Accepted)
        {
            Show(Assert.Throws<EventApiException>(result.EnsureAccepted));
        }
    }

    public void Show(object shown)
    {
        lock (_shown)
        {
            _shown.AppendLine(shown.ToString());
            if (shown is ConversionEvent conversion)
            {
                conversion.DroppedAttributes.ToList().ForEach(dropped => _shown.AppendLine(dropped.ToString()));
                conversion.Attributes.Values.ToList().ForEach(value => _shown.AppendLine(value.ToString()));
            }
        }
    }

    /// <summary>Asserts that no mark was shown, and that the way was the one that the test is about.</summary>
    /// <param name="evidence">What must have been shown.</param>
    public async Task AssertNothingIsDisclosedAsync(params string[] evidence)
    {
        FakeLogCollector logs = _provider.GetFakeLogCollector();
        await DisposeAsync();
        foreach (FakeLogRecord record in logs.GetSnapshot())
        {
            Show($"{record.Id.Name} {record.Category} {record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])} {string.Join(' ', record.Scopes)}");
        }

        Show(string.Join('\n', _measurements.Seen));
        string everything = _shown.ToString();
        Assert.All(evidence, text => Assert.Contains(text, everything, StringComparison.Ordinal));
        Assert.All(Marks, mark => Assert.DoesNotContain(mark, everything, StringComparison.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _spans.Dispose();
        _measurements.Dispose();
        _meters.Dispose();
        _root.Dispose();
        Limiter.Dispose();
    }

    private static string? MarkOf(TextField field) => field.Kind switch
    {
        EmailAddress => $"{Mark}@example.com",
        PhoneNumber => Phone,
        IpAddressText => Address,
        DeviceId => DeviceMark,
        PlainText => Mark,

        // The other digests cannot stand beside their values.
        Rokt.EventApi.Fields.Digest when field == ConversionFields.HashedEmail => Digest($"{Mark}@example.com"),
        _ => null,
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == _root.TraceId && span != _root)
                {
                    Show(string.Create(CultureInfo.InvariantCulture, $"span {span.OperationName} {span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))} {string.Join(' ', span.Baggage)} {span.TraceStateString}"));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
