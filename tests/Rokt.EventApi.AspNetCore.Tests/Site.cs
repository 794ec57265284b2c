using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>A web site over real HTTP. Every page responds with what <see cref="ClickContext"/> reads of its request.</summary>
internal sealed class Site : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private Site(WebApplication app)
    {
        _app = app;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public static async Task<Site> StartAsync(
        Action<RoktClickIdOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? before = null,
        Action<WebApplication>? after = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        builder.Services.AddRoktClickId(configure);
        builder.Services.AddFakeLogging();
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        before?.Invoke(app);
        app.UseRoktClickId();
        after?.Invoke(app);
        app.Run(context => context.Response.WriteAsJsonAsync(ClickContext.FromRequest(context), context.RequestAborted));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Site(app);
    }

    public IEnumerable<FakeLogRecord> Warnings =>
        _app.Services.GetFakeLogCollector().GetSnapshot().Where(record => record.Level == LogLevel.Warning);

    /// <summary>What the package logged; ASP.NET Core's own lines are the application's to allow.</summary>
    public IEnumerable<FakeLogRecord> Logged =>
        _app.Services.GetFakeLogCollector().GetSnapshot().Where(record => record.Category!.StartsWith("Rokt.", StringComparison.Ordinal));

    public Task<Visit> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, headers);

    public async Task<Visit> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Visit.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
