using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Registration;

/// <summary>With several accounts, whatever a person reads says which one it is about, and where its settings are.</summary>
public sealed class AccountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_credentials_name_the_account_and_the_settings_to_check(int statusCode)
    {
        var handler = new ScriptedHandler();
        handler.Respond(statusCode);
        var logs = new FakeLogCollector();
        await using ServiceProvider provider = Provider("shoes", Configuration("Rokt:Shoes"), "Rokt:Shoes", handler, logs);

        SendResult result = await provider.GetRequiredKeyedService<IEventApiClient>("shoes").SendAsync(GuideExample.Event, Cancellation);
        HealthReport health = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        string[] messages =
        [
            Assert.Single(logs.GetSnapshot(), record => record.Id.Name == "Rejected").Message,
            Assert.Throws<EventApiException>(result.EnsureAccepted).Message,
            health.Entries["rokt-event-api:shoes"].Description!,
        ];
        Assert.All(messages, message => Assert.Contains("shoes", message, StringComparison.Ordinal));
        Assert.All(messages, message => Assert.Contains("check Rokt:Shoes:ApiKey, Rokt:Shoes:ApiSecret and Rokt:Shoes:Pod", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_log_line_names_the_account()
    {
        var handler = new ScriptedHandler();
        var logs = new FakeLogCollector();
        IConfigurationRoot configuration = Configuration("Rokt:Shoes");
        await using ServiceProvider provider = Provider("shoes", configuration, "Rokt:Shoes", handler, logs);
        var client = provider.GetRequiredKeyedService<IEventApiClient>("shoes");
        ConversionEvent withoutReference = GuideExample.Builder().WithConfirmationRef(null).Build();

        handler.Respond(503, times: 5);
        handler.Respond(400);
        await client.SendAsync(withoutReference, Cancellation);
        await client.SendAsync(withoutReference, Cancellation);
        await client.SendAsync(withoutReference, Cancellation);
        configuration["Rokt:Shoes:ApiKey"] = "new";
        configuration.Reload();

        IReadOnlyList<FakeLogRecord> records = logs.GetSnapshot();
        Assert.Equal(
            ["Accepted", "CredentialsRotated", "NoConfirmationRef", "Rejected", "Retrying", "Unavailable"],
            records.Select(record => record.Id.Name).Distinct().Order(StringComparer.Ordinal));
        Assert.All(records, record => Assert.Contains("shoes", record.Message, StringComparison.Ordinal));
        Assert.All(records, record => Assert.Equal("shoes", record.GetStructuredStateValue("Account")));
    }

    [Theory]
    [InlineData(400, "Account \"shoes\": The Event API rejected the event")]
    [InlineData(503, "Account \"shoes\": The Event API is unavailable")]
    public async Task Other_exceptions_and_descriptions_name_the_account_too(int statusCode, string start)
    {
        var handler = new ScriptedHandler();
        handler.Respond(statusCode, times: 4);
        await using ServiceProvider provider = Provider("shoes", Configuration("Rokt:Shoes"), "Rokt:Shoes", handler, new FakeLogCollector());

        SendResult result = await provider.GetRequiredKeyedService<IEventApiClient>("shoes").SendAsync(GuideExample.Event, Cancellation);
        HealthReport health = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);

        Assert.StartsWith(start, Assert.Throws<EventApiException>(result.EnsureAccepted).Message, StringComparison.Ordinal);
        if (health.Entries["rokt-event-api:shoes"].Description is { } description)
        {
            Assert.StartsWith("Account \"shoes\": ", description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_account_without_a_name_is_the_default_one_in_log_lines_and_is_not_named_elsewhere()
    {
        var handler = new ScriptedHandler();
        handler.Respond(403);
        var logs = new FakeLogCollector();
        await using ServiceProvider provider = Provider("", Configuration("Rokt"), "Rokt", handler, logs);

        SendResult result = await provider.GetRequiredService<IEventApiClient>().SendAsync(GuideExample.Event, Cancellation);

        Assert.Contains("for account (default): ", Assert.Single(logs.GetSnapshot()).Message, StringComparison.Ordinal);
        Assert.StartsWith("The Event API refused the credentials", Assert.Throws<EventApiException>(result.EnsureAccepted).Message, StringComparison.Ordinal);
        Assert.Contains("check Rokt:ApiKey, Rokt:ApiSecret and Rokt:Pod", logs.GetSnapshot()[0].Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Provider(string name, IConfigurationRoot configuration, string section, ScriptedHandler handler, FakeLogCollector logs)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(logs)).SetMinimumLevel(LogLevel.Debug).AddFilter((category, _) => category?.StartsWith("Rokt.", StringComparison.Ordinal) == true));
        services.AddSingleton<TimeProvider>(new SelfAdvancingClock());
        services.AddRoktEventApi(name, configuration.GetSection(section)).ConfigurePrimaryHttpMessageHandler(() => handler);
        services.AddHealthChecks().AddRoktEventApi(name);
        return services.BuildServiceProvider();
    }

    private static IConfigurationRoot Configuration(string path) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            [$"{path}:ApiKey"] = "k",
            [$"{path}:ApiSecret"] = "s",
            [$"{path}:Pod"] = "US1",
            [$"{path}:Environment"] = "Development",
        })
        .Build();
}
