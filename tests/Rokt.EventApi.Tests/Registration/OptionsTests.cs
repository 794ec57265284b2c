using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Registration;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<EventApiOptions>> BadOptions => new()
    {
        { "ApiKey is missing", options => options.ApiKey = null },
        { "ApiKey is missing", options => options.ApiKey = " " },
        { "ApiKey contains a colon", options => options.ApiKey = "SENTINEL:x" },
        { "ApiKey contains a control character", options => options.ApiKey = "SENTINEL\n" },
        { "ApiSecret is missing", options => options.ApiSecret = "" },
        { "ApiSecret contains a control character", options => options.ApiSecret = "SENTINEL\r" },
        { "Pod is missing", options => options.Pod = null },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod("") },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod("x@evil.com/") },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod("evil.com/#") },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod("ｕｓ1") },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod("us1.evil") },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod("-us1") },
        { "Pod is not a pod's identifier", options => options.Pod = new Pod(new string('a', 64)) },
        { "Environment is missing", options => options.Environment = null },
        { "Environment is neither", options => options.Environment = (EventEnvironment)7 },
        { "BaseAddress is not HTTPS", options => options.BaseAddress = new Uri("http://example.com") },
        { "BaseAddress is not HTTPS", options => options.BaseAddress = new Uri("ftp://localhost") },
        { "BaseAddress is not absolute", options => options.BaseAddress = new Uri("/v2", UriKind.Relative) },
        { "BaseAddress contains user info", options => options.BaseAddress = new Uri("https://SENTINEL:x@example.com") },
        { "BaseAddress contains a query", options => options.BaseAddress = new Uri("https://example.com?q=1") },
        { "BaseAddress contains a query or a fragment", options => options.BaseAddress = new Uri("https://example.com#f") },
        { "Retry.MaxRetryAttempts is -1: set it to a value from 0 to 100", options => options.Retry.MaxRetryAttempts = -1 },
        { "Retry.BaseDelay is 00:00:00", options => options.Retry.BaseDelay = TimeSpan.Zero },
        { "Retry.MaxDelay is below Retry.BaseDelay", options => options.Retry.MaxDelay = TimeSpan.FromMilliseconds(2) },
        { "Retry.AttemptTimeout is ", options => options.Retry.AttemptTimeout = TimeSpan.FromHours(2) },
        { "Retry.TotalTimeout is ", options => options.Retry.TotalTimeout = TimeSpan.FromMilliseconds(9) },
        { "RateLimit.BatchesPerSecond is ", options => options.RateLimit.BatchesPerSecond = 0 },
        { "RateLimit.BatchesPerSecond is ", options => options.RateLimit.BatchesPerSecond = double.NaN },
        { "RateLimit.Burst is 0", options => options.RateLimit.Burst = 0 },
        { "CircuitBreaker.FailureRatio is 1.5", options => options.CircuitBreaker.FailureRatio = 1.5 },
        { "CircuitBreaker.MinimumThroughput is 1", options => options.CircuitBreaker.MinimumThroughput = 1 },
        { "CircuitBreaker.BreakDuration is ", options => options.CircuitBreaker.BreakDuration = TimeSpan.Zero },
        { "BaseAddress has a host", options => options.BaseAddress = new Uri("https://\u200d.com") },
        { "BaseAddress has a host", options => options.BaseAddress = new Uri("https://-a.com") },
        { "AllowInsecureHttp is true while Environment is Production", options => (options.AllowInsecureHttp, options.Environment) = (true, EventEnvironment.Production) },
        { "Retry is null", options => options.Retry = null! },
        { "RateLimit is null", options => options.RateLimit = null! },
        { "CircuitBreaker is null", options => options.CircuitBreaker = null! },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_bad_setting_stops_the_host_and_the_constructor_with_a_message_that_says_how_to_fix_it(string message, Action<EventApiOptions> spoil)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddRoktEventApi(options =>
        {
            MakeValid(options);
            spoil(options);
        });
        using IHost host = builder.Build();
        var spoilt = new EventApiOptions();
        MakeValid(spoilt);
        spoil(spoilt);

        var atStart = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        var atNew = Assert.Throws<OptionsValidationException>(() => new EventApiClient(spoilt));

        Assert.Contains(message, atStart.Message, StringComparison.Ordinal);
        Assert.Contains(message, atNew.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SENTINEL", atStart.ToString() + atNew, StringComparison.Ordinal);
    }

    [Fact]
    public void All_failures_are_reported_at_once()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => new EventApiClient(new EventApiOptions()));

        Assert.Equal(4, exception.Failures.Count());
    }

    [Fact]
    public async Task A_section_that_is_missing_says_what_is_missing()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddRoktEventApi(builder.Configuration.GetSection("NoSuchSection"));
        using IHost host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("ApiKey is missing", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<EventApiOptions>, bool> Limits
    {
        get
        {
            var limits = new TheoryData<string, Action<EventApiOptions>, bool>();
            Integer("Retry.MaxRetryAttempts", (options, value) => options.Retry.MaxRetryAttempts = value, 0, 100);
            Time("Retry.BaseDelay", (options, value) => options.Retry.BaseDelay = value, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
            Time("Retry.MaxDelay", (options, value) => (options.Retry.BaseDelay, options.Retry.MaxDelay) = (Least(value), value), TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
            Time("Retry.AttemptTimeout", (options, value) => options.Retry.AttemptTimeout = value, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
            Time("Retry.TotalTimeout", (options, value) => options.Retry.TotalTimeout = value, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(24));
            Integer("RateLimit.Burst", (options, value) => options.RateLimit.Burst = value, 1, 1_000_000);
            Number("RateLimit.BatchesPerSecond", (options, value) => options.RateLimit.BatchesPerSecond = value, 0.001, 1_000_000);
            Number("CircuitBreaker.FailureRatio", (options, value) => options.CircuitBreaker.FailureRatio = value, 0.01, 1);
            Integer("CircuitBreaker.MinimumThroughput", (options, value) => options.CircuitBreaker.MinimumThroughput = value, 2, int.MaxValue);
            Time("CircuitBreaker.SamplingDuration", (options, value) => options.CircuitBreaker.SamplingDuration = value, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(24));
            Time("CircuitBreaker.BreakDuration", (options, value) => options.CircuitBreaker.BreakDuration = value, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(24));
            return limits;

            void Integer(string setting, Action<EventApiOptions, int> set, int least, int most) =>
                Add(setting, set, [least, most], most == int.MaxValue ? [least - 1] : [least - 1, most + 1]);

            void Number(string setting, Action<EventApiOptions, double> set, double least, double most) =>
                Add(setting, set, [least, most], [Math.BitDecrement(least), Math.BitIncrement(most), double.NaN, double.PositiveInfinity]);

            void Time(string setting, Action<EventApiOptions, TimeSpan> set, TimeSpan least, TimeSpan most) =>
                Add(setting, set, [least, most], [least - TimeSpan.FromTicks(1), most + TimeSpan.FromTicks(1)]);

            void Add<T>(string setting, Action<EventApiOptions, T> set, T[] valid, T[] invalid)
            {
                foreach (T value in valid.Concat(invalid))
                {
                    limits.Add(setting, options => set(options, value), valid.Contains(value));
                }
            }

            // A delay that is not above the one under test.
            static TimeSpan Least(TimeSpan value) => value < TimeSpan.FromSeconds(1) ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromSeconds(1);
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void Each_limit_holds_at_its_value_and_not_beyond(string setting, Action<EventApiOptions> set, bool isValid)
    {
        var options = new EventApiOptions();
        MakeValid(options);
        options.Retry.MaxDelay = TimeSpan.FromHours(1);
        set(options);

        Exception? exception = Record.Exception(() => new EventApiClient(options).Dispose());

        if (isValid)
        {
            Assert.Null(exception);
        }
        else
        {
            Assert.StartsWith($"{setting} is ", Assert.IsType<OptionsValidationException>(exception).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://sandbox:5270", true)]
    [InlineData("http://192.168.1.4:5270/us1", true)]
    [InlineData("https://sandbox", true)]
    [InlineData("ftp://sandbox", false)]
    public void Insecure_HTTP_is_allowed_on_request_and_nothing_else_is(string address, bool isValid)
    {
        var options = new EventApiOptions { BaseAddress = new Uri(address), AllowInsecureHttp = true };
        MakeValid(options);

        Assert.Equal(isValid, Record.Exception(() => new EventApiClient(options).Dispose()) is null);
    }

    [Fact]
    public void A_message_about_insecure_HTTP_names_the_option()
    {
        var options = new EventApiOptions { BaseAddress = new Uri("http://sandbox:5270") };
        MakeValid(options);

        var exception = Assert.Throws<OptionsValidationException>(() => new EventApiClient(options));

        Assert.Contains("AllowInsecureHttp", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_has_every_setting_and_shares_none_of_the_objects_that_hold_them()
    {
        var options = new EventApiOptions();
        AllSettings.SetAll(options);

        EventApiOptions copy = options.Copy();

        Assert.All(AllSettings.Leaves, leaf => Assert.Equal(leaf.Get(options), leaf.Get(copy)));
        Assert.All(AllSettings.Groups, group => Assert.NotSame(group.GetValue(options), group.GetValue(copy)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Options_that_change_after_the_client_was_created_have_no_effect(bool isRegistered)
    {
        var options = new EventApiOptions { Retry = { BaseDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) } };
        MakeValid(options);
        var handler = new ScriptedHandler();
        handler.Respond(503, times: 100);
        var services = new ServiceCollection();
        services.AddRoktEventApi(MakeValid).ConfigurePrimaryHttpMessageHandler(() => handler);
        services.Configure<EventApiOptions>(registered => registered.Retry = options.Retry);
        await using ServiceProvider provider = services.BuildServiceProvider();
        using EventApiClient? created = isRegistered ? null : new EventApiClient(options, handler: handler);
        IEventApiClient client = created ?? provider.GetRequiredService<IEventApiClient>();

        AllSettings.SetAll(isRegistered ? provider.GetRequiredService<IOptionsMonitor<EventApiOptions>>().CurrentValue : options);
        SendResult result = await client.SendAsync(GuideExample.Event, TestContext.Current.CancellationToken);

        Assert.Equal((SendStatus.Unavailable, 4), (result.Status, result.Attempts));
        Assert.All(handler.Authorizations, authorization => Assert.Equal("Basic a2V5OnNlY3JldA==", authorization));
        Assert.All(handler.Bodies, body => Assert.DoesNotContain("source_request_id", body, StringComparison.Ordinal));
    }

    private static void MakeValid(EventApiOptions options) =>
        (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
}
