using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Sandbox.Control;
using Rokt.EventApi.Sandbox.State;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The web application: the Event API, the page, and the control API that the page is made of.</summary>
internal static class SandboxApplication
{
    // What waits to be read is the client's to hold.
    private const int MaxRequestBufferBytes = 64 * 1024;

    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 8 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    public static WebApplication Build(EventApiSandboxOptions options, SandboxState state, string? accessToken)
    {
        // An application's own settings and environment (a test runs in its folder) are not the sandbox's: Development would
        // turn the page's protection off, and print stack traces.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        if (options.UseHttps)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));

        // A name that an attacker points at 127.0.0.1 (DNS rebinding) is none of these; where there is a token, that keeps it away.
        builder.Services.Configure<HostFilteringOptions>(hosts =>
            hosts.AllowedHosts = accessToken is null ? ["localhost", "127.0.0.1", "[::1]", $"{options.ListenAddress}"] : ["*"]);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ControlJsonContext.Default));
        builder.Services.AddSingleton<BodyReader>();
        builder.Services.AddSingleton(services => new RequestHandler(
            options, state, services.GetRequiredService<BodyReader>(), services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));

        WebApplication application = builder.Build();
        var files = new PageFiles();
        CancellationToken stopping = application.Lifetime.ApplicationStopping;
        RequestHandler handler = application.Services.GetRequiredService<RequestHandler>();
        application.UseHostFiltering();
        application.UseMiddleware<PageGuard>(files, new AccessToken(accessToken));
        application.MapWhen(context => !files.Owns(context.Request), api => api.Run(handler.HandleAsync));
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files.Provider });
        application.UseStaticFiles(new StaticFileOptions { FileProvider = files.Provider });
        new ControlApi(options, state, stopping).Map(application);
        return application;
    }

    private static void Listen(KestrelServerOptions kestrel, EventApiSandboxOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(options.ListenAddress, options.Port, listen =>
        {
            if (options.UseHttps)
            {
                listen.UseHttps();
            }
        });

        // The size is judged by the sandbox, so that the response has the API's form.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestBufferSize = MaxRequestBufferBytes;
        kestrel.Limits.MinRequestBodyDataRate = SlowestBody;
    }
}
