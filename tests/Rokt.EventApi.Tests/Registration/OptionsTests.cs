using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

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
        { "are not null", options => options.Retry = null! },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_bad_setting_stops_the_host_and_the_constructor_with_a_way_to_mend_it(string message, Action<EventApiOptions> spoil)
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

    private static void MakeValid(EventApiOptions options) =>
        (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
}
