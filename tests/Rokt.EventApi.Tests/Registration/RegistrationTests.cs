using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Tests.Sending;

namespace Rokt.EventApi.Tests.Registration;

public sealed class RegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_registered_from_configuration_sends()
    {
        var handler = new ScriptedHandler();
        var services = new ServiceCollection();
        services.AddRoktEventApi(Section(("ApiKey", "k"), ("ApiSecret", "s"), ("Pod", "eu1"), ("Environment", "Production")))
            .ConfigurePrimaryHttpMessageHandler(() => handler);
        await using ServiceProvider provider = services.BuildServiceProvider();

        SendResult result = await provider.GetRequiredService<IEventApiClient>().SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal(SendStatus.Accepted, result.Status);
        Assert.Contains("\"environment\":\"production\"", Assert.Single(handler.Bodies), StringComparison.Ordinal);
        Assert.Same(provider.GetRequiredService<IEventApiClient>(), provider.GetRequiredService<IEventApiClient>());
    }

    [Fact]
    public async Task Several_accounts_are_keyed_by_their_names()
    {
        var services = new ServiceCollection();
        var shoes = new ScriptedHandler();
        var books = new ScriptedHandler();
        services.AddRoktEventApi("shoes", Configure("shoe-key")).ConfigurePrimaryHttpMessageHandler(() => shoes);
        services.AddRoktEventApi("books", Configure("book-key")).ConfigurePrimaryHttpMessageHandler(() => books);
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<IEventApiClient>("shoes").SendAsync(GuideExample.Event, Cancellation);
        await provider.GetRequiredKeyedService<IEventApiClient>("books").SendAsync(GuideExample.Event, Cancellation);
        await provider.GetRequiredKeyedService<IEventApiClient>("books").SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((1, 2), (shoes.Requests, books.Requests));
        Assert.NotEqual(shoes.Authorizations.First(), books.Authorizations.First());
        Assert.Null(provider.GetService<IEventApiClient>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_resilience_handler_of_the_application_does_not_multiply_attempts(bool addedFirst)
    {
        var handler = new ScriptedHandler();
        handler.Respond(503, times: 100);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new SelfAdvancingClock());
        if (addedFirst)
        {
            services.ConfigureHttpClientDefaults(defaults => defaults.AddStandardResilienceHandler());
        }

        services.AddRoktEventApi(Configure("k")).ConfigurePrimaryHttpMessageHandler(() => handler);
        if (!addedFirst)
        {
            services.ConfigureHttpClientDefaults(defaults => defaults.AddStandardResilienceHandler());
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        SendResult result = await provider.GetRequiredService<IEventApiClient>().SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal((4, 4), (result.Attempts, handler.Requests));
    }

    [Fact]
    public async Task The_clock_of_the_container_drives_the_waits_and_handlers_added_run_once_per_attempt()
    {
        var handler = new ScriptedHandler();
        handler.Respond(503, retryAfter: "12");
        var clock = new SelfAdvancingClock();
        int calls = 0;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddRoktEventApi(Configure("k"))
            .ConfigurePrimaryHttpMessageHandler(() => handler)
            .AddHttpMessageHandler(() => new CallbackHandler(() => calls++));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IEventApiClient>().SendAsync(GuideExample.Event, Cancellation);

        Assert.Equal(2, calls);
        Assert.InRange(Assert.Single(clock.Waits), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Headers_of_the_HttpClient_do_not_replace_the_clients_own()
    {
        var handler = new ScriptedHandler();
        var services = new ServiceCollection();
        services.AddRoktEventApi(Configure("k"))
            .ConfigurePrimaryHttpMessageHandler(() => handler)
            .ConfigureHttpClient(http => http.DefaultRequestHeaders.Authorization = new("Bearer", "another"));
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IEventApiClient>().SendAsync(GuideExample.Event, Cancellation);

        Assert.StartsWith("Basic ", Assert.Single(handler.Authorizations));
    }

    [Fact]
    public async Task A_timeout_of_the_HttpClient_does_not_cut_an_attempt_short()
    {
        HttpClient? configured = null;
        var services = new ServiceCollection();
        services.AddRoktEventApi(Configure("k")).ConfigureHttpClient(http => (configured = http).Timeout = TimeSpan.FromSeconds(1));
        await using ServiceProvider provider = services.BuildServiceProvider();

        provider.GetRequiredService<IEventApiClient>();

        Assert.Equal(Timeout.InfiniteTimeSpan, configured!.Timeout);
    }

    [Fact]
    public async Task Credentials_rotate_with_the_configuration_and_a_bad_reload_keeps_the_old_ones()
    {
        var handler = new ScriptedHandler();
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(Settings(("ApiKey", "old"), ("ApiSecret", "s"), ("Pod", "US1"), ("Environment", "Development")))
            .Build();
        var services = new ServiceCollection();
        services.AddRoktEventApi(configuration.GetSection("Rokt")).ConfigurePrimaryHttpMessageHandler(() => handler);
        await using ServiceProvider provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IEventApiClient>();

        await client.SendAsync(GuideExample.Event, Cancellation);
        configuration["Rokt:ApiKey"] = "new";
        configuration.Reload();
        await client.SendAsync(GuideExample.Event, Cancellation);
        configuration["Rokt:ApiKey"] = "bad:key";
        Assert.ThrowsAny<Exception>(configuration.Reload);
        await client.SendAsync(GuideExample.Event, Cancellation);

        string?[] sent = [.. handler.Authorizations];
        Assert.Equal([Basic("old:s"), Basic("new:s"), Basic("new:s")], sent);
    }

    private static string Basic(string credentials) => $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(credentials))}";

    private static Action<EventApiOptions> Configure(string key) => options =>
        (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = (key, "s", Pod.US1, EventEnvironment.Development);

    private static IConfigurationSection Section(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(Settings(settings)).Build().GetSection("Rokt");

    private static IEnumerable<KeyValuePair<string, string?>> Settings(params (string Name, string Value)[] settings) =>
        settings.Select(setting => new KeyValuePair<string, string?>($"Rokt:{setting.Name}", setting.Value));

    private sealed class CallbackHandler(Action onCall) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            onCall();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
