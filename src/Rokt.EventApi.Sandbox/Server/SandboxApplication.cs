using System.Net;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Sandbox.Control;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The web application: the Event API, the page, and the control API that the page is made of.</summary>
internal static class SandboxApplication
{
    public static WebApplication Build(EventApiSandboxOptions options, SandboxState state)
    {
        // An application's own settings (a test runs in its folder) are not the sandbox's.
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;

            // The size is judged by the sandbox, so that the answer has the API's form.
            kestrel.Limits.MaxRequestBodySize = null;
        });

        // A name that an attacker points at 127.0.0.1 (DNS rebinding) is none of these.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ControlJsonContext.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddOpenApi(ControlApi.AddOpenApiInfo);

        WebApplication application = builder.Build();
        application.UseHostFiltering();
        application.UseMiddleware<PageGuard>();
        UsePage(application);

        var handler = new RequestHandler(options, state.Faults, state.Throttle, state.Keep, application.Lifetime.ApplicationStopping);
        application.MapPost("/v2/events", handler.HandleAsync);
        application.MapPost("/{pod}/v2/events", handler.HandleAsync);
        new ControlApi(options, state, application.Lifetime.ApplicationStopping).Map(application);
        return application;
    }

    private static void UsePage(WebApplication application)
    {
        var files = new EmbeddedFileProvider(typeof(SandboxApplication).Assembly, "Rokt.EventApi.Sandbox.Page");
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        application.UseStaticFiles(new StaticFileOptions { FileProvider = files });
    }
}
