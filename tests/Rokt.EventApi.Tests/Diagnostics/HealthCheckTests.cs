using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi.Tests.RateLimiting;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Diagnostics;

public sealed class HealthCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(202, HealthStatus.Healthy)]
    [InlineData(400, HealthStatus.Healthy)]
    [InlineData(401, HealthStatus.Degraded)]
    [InlineData(403, HealthStatus.Degraded)]
    [InlineData(429, HealthStatus.Degraded)]
    [InlineData(503, HealthStatus.Degraded)]
    public async Task It_reports_the_last_response(int statusCode, HealthStatus status)
    {
        var handler = new ScriptedHandler();
        await using ServiceProvider provider = Provider(handler, name: "");
        var health = provider.GetRequiredService<HealthCheckService>();
        var client = provider.GetRequiredService<IEventApiClient>();

        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
        handler.Respond(statusCode);
        await client.SendAsync(GuideExample.Event, Cancellation);
        Assert.Equal(status, (await health.CheckHealthAsync(Cancellation)).Status);
        await client.SendAsync(GuideExample.Event, Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Cancellation)).Status);
    }

    [Fact]
    public async Task It_belongs_to_the_account_that_it_names()
    {
        var handler = new ScriptedHandler();
        await using ServiceProvider provider = Provider(handler, name: "shoes");
        handler.Respond(403);
        await provider.GetRequiredKeyedService<IEventApiClient>("shoes").SendAsync(GuideExample.Event, Cancellation);

        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.Equal(HealthStatus.Degraded, report.Entries["rokt-event-api:shoes"].Status);
    }

    [Theory]
    [MemberData(nameof(Unsent))]
    public async Task A_send_that_never_left_does_not_change_it(string code)
    {
        foreach (int statusCode in (int[])[202, 503])
        {
            using var limiter = new ScriptedLimiter();
            using var test = new ClientUnderTest(options =>
            {
                options.Retry.MaxRetryAttempts = 0;
                options.RateLimit.RateLimiter = limiter;
                (options.CircuitBreaker.MinimumThroughput, options.CircuitBreaker.FailureRatio) = (2, 1);
            });
            test.Handler.Respond(statusCode);
            if (code == "circuit_open")
            {
                test.Handler.Respond(statusCode);
                await test.SendAsync();
            }

            await test.SendAsync();
            string? before = test.Client.Health.Problem;
            Assert.Equal(statusCode == 202, before is null);
            SendResult result = code switch
            {
                "request_too_large" => await test.Client.SendAsync(TooLarge(), Cancellation),
                "circuit_open" => await test.SendAsync(),
                "rate_limit" => await RefusedAsync(test, limiter),
                "handler_failed" => await FailedAsync(test),
                _ => throw new ArgumentException(code),
            };

            Assert.Equal(before, test.Client.Health.Problem);
            Assert.True(result.Errors.Any(error => error.Code == code) || (code == "circuit_open" && statusCode == 202), $"{result}");
        }
    }

    public static TheoryData<string> Unsent => ["request_too_large", "circuit_open", "rate_limit", "handler_failed"];

    [Fact]
    public async Task A_client_that_is_disposed_keeps_what_it_knew()
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Respond(503);
        await test.SendAsync();
        string? before = test.Client.Health.Problem;
        test.Client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.SendAsync());

        Assert.NotNull(before);
        Assert.Equal(before, test.Client.Health.Problem);
    }

    [Fact]
    public async Task A_wait_for_the_limit_after_a_response_leaves_what_the_response_said()
    {
        using var limiter = new ScriptedLimiter();
        using var test = new ClientUnderTest(options => options.RateLimit.RateLimiter = limiter);
        test.Handler.Add(_ =>
        {
            limiter.Refuse(null);
            return Task.FromResult(ScriptedHandler.Response(503));
        });

        SendResult result = await test.SendAsync();

        Assert.Equal("rate_limit", Assert.Single(result.Errors).Code);
        Assert.Contains("503", test.Client.Health.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    [InlineData(HttpRequestError.ResponseEnded)]
    public async Task A_failure_of_the_network_counts(HttpRequestError error)
    {
        using var test = new ClientUnderTest(options => options.Retry.MaxRetryAttempts = 0);
        test.Handler.Fail(new HttpRequestException(error));

        await test.SendAsync();

        Assert.NotNull(test.Client.Health.Problem);
    }

    private static async Task<SendResult> RefusedAsync(ClientUnderTest test, ScriptedLimiter limiter)
    {
        limiter.Refuse(null);
        return await test.SendAsync();
    }

    private static async Task<SendResult> FailedAsync(ClientUnderTest test)
    {
        test.Handler.Fail(new InvalidOperationException());
        return await test.SendAsync();
    }

    private static ConversionEvent TooLarge()
    {
        ConversionEventBuilder builder = GuideExample.Builder();
        for (int i = 0; i < 70; i++)
        {
            builder.WithAttribute($"attribute{i}", new string('x', 4000));
        }

        return builder.Build();
    }

    private static ServiceProvider Provider(ScriptedHandler handler, string name)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRoktEventApi(name, options =>
        {
            (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
            options.Retry.MaxRetryAttempts = 0;
        }).ConfigurePrimaryHttpMessageHandler(() => handler);
        services.AddHealthChecks().AddRoktEventApi(name);
        return services.BuildServiceProvider();
    }
}
