using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Playwright;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>A shop with an outbox that delivers to a sandbox, and with the operator's page, over real HTTP.</summary>
internal sealed class DashboardSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly string _path;
    private readonly FakeLogCollector _log;

    private DashboardSite(WebApplication app, string path)
    {
        (_app, _path, _log) = (app, path, app.Services.GetFakeLogCollector());
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public Uri Page => new(_http.BaseAddress!, $"{_path}/");

    public HttpClient Http => _http;

    public IServiceProvider Services => _app.Services;

    public IOutbox Outbox => _app.Services.GetRequiredService<IOutbox>();

    public IOutboxManagement Management => _app.Services.GetRequiredService<IOutboxManagement>();

    public IReadOnlyList<FakeLogRecord> Log => _log.GetSnapshot();

    /// <summary>What the page's own log lines say, in their order.</summary>
    public IReadOnlyList<string> Changes => [.. Log.Where(record => record.Category == "Rokt.EventApi.Outbox.Dashboard").Select(record => $"{record.Id.Id} {record.Message}")];

    /// <summary>A page in the browser, whose user is an operator.</summary>
    public static BrowserNewPageOptions SignedIn(string user = HeaderSignIn.Operator) => new() { ExtraHTTPHeaders = new Dictionary<string, string> { [HeaderSignIn.Header] = user } };

    public static WebApplicationBuilder CreateBuilder(
        TestStore store,
        Uri? sandbox,
        string environment = "Production",
        Action<OutboxOptions>? configure = null,
        Action<EventApiOptions>? configureClient = null,
        bool hasAuthorization = true)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.AddFakeLogging());
        if (hasAuthorization)
        {
            builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("header", null);
            builder.Services.AddAuthorizationBuilder().AddPolicy("operators", policy => policy.RequireRole("operator"));
        }

        builder.Services.AddRoktEventApi(options => Set(options, sandbox, configureClient));
        store.Register(builder.Services, configure);
        return builder;
    }

    public static void Set(EventApiOptions options, Uri? sandbox, Action<EventApiOptions>? configure = null)
    {
        var credentials = new EventApiSandboxOptions();
        (options.ApiKey, options.ApiSecret, options.Environment) = (credentials.ApiKey, credentials.ApiSecret, EventEnvironment.Development);
        options.BaseAddress = sandbox ?? new Uri("http://127.0.0.1:9");
        options.Retry.MaxRetryAttempts = 0;
        options.CircuitBreaker.Enabled = false;
        configure?.Invoke(options);
    }

    public static async Task<DashboardSite> StartAsync(WebApplicationBuilder builder, Action<WebApplication>? map = null, string path = "/rokt/outbox")
    {
        WebApplication app = builder.Build();
        (map ?? (mapped => mapped.MapRoktOutbox().RequireAuthorization("operators")))(app);
        try
        {
            await app.StartAsync(Cancellation);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new DashboardSite(app, path);
    }

    public static Task<DashboardSite> StartAsync(TestStore store, Uri sandbox, Action<OutboxOptions>? configure = null, Action<EventApiOptions>? configureClient = null) =>
        StartAsync(CreateBuilder(store, sandbox, configure: configure, configureClient: configureClient));

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? user = HeaderSignIn.Operator, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"{_path}{path}");
        if (user is not null)
        {
            request.Headers.Add(HeaderSignIn.Header, user);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, Cancellation);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    /// <summary>Changes something as the page does, with the token.</summary>
    public async Task<HttpResponseMessage> ChangeAsync(string path, string body, string user = HeaderSignIn.Operator)
    {
        JsonElement session = await GetAsync("/session");
        return await SendAsync(HttpMethod.Post, path, user, body, (session.GetProperty("header").GetString()!, session.GetProperty("token").GetString()!));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
