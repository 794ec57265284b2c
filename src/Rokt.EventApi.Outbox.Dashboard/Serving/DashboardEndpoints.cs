using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Dashboard.Operating;
using Rokt.EventApi.Outbox.Dashboard.Status;
using Rokt.EventApi.Outbox.Dashboard.Traffic;
using Rokt.EventApi.Page;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>The page, and what it is made of.</summary>
internal static class DashboardEndpoints
{
    public const string Category = "Rokt.EventApi.Outbox.Dashboard";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder group, string path)
    {
        IServiceProvider services = ((IEndpointRouteBuilder)group).ServiceProvider;
        TimeProvider clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var traffic = new TrafficMeter(services.GetService<IMeterFactory>(), clock);
        var accounts = new Accounts(services);
        var status = new StatusReader(accounts, traffic, services.GetRequiredService<IOptionsMonitor<EventApiOptions>>(), clock);
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(() =>
        {
            traffic.Dispose();
            status.Dispose();
        });
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        var forgery = new ForgeryGuard(services);
        var queries = new QueryApi(accounts, status, forgery);
        var changes = new ChangeApi(accounts, status, logger);

        group.MapMethods(path, Reading, Guarded(WritePageAsync, isPage: true));
        foreach (string name in PageFiles.Names.Where(name => name != PageFiles.Start))
        {
            group.MapMethods($"{path}/{name}", Reading, Guarded(context => PageFiles.WriteAsync(context, name)));
        }

        group.MapMethods($"{path}/status", [HttpMethods.Get], Guarded(queries.GetStatusAsync));
        group.MapMethods($"{path}/session", [HttpMethods.Get], Guarded(queries.GetSessionAsync));
        group.MapMethods($"{path}/dead-letters", [HttpMethods.Get], Guarded(queries.GetDeadLettersAsync));

        // A confirmation reference is in no address, which proxies and the application log.
        group.MapMethods($"{path}/find", [HttpMethods.Post], Guarded(forgery.Protect(queries.FindAsync)));
        foreach (string operation in Operations.Names)
        {
            group.MapMethods($"{path}/{operation}", [HttpMethods.Post], Guarded(forgery.Protect(context => changes.RunAsync(context, operation))));
        }
    }

    private static RequestDelegate Guarded(RequestDelegate handle, bool isPage = false) => context =>
    {
        PageSecurity.AddHeaders(context.Response.Headers);
        if (PageSecurity.IsCrossSite(context.Request, isPage))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return handle(context);
    };

    // Its links are relative: they work behind whatever a proxy, a path base or a group puts before the pattern.
    private static Task WritePageAsync(HttpContext context)
    {
        string address = context.Request.PathBase.Add(context.Request.Path).ToUriComponent();
        if (address.EndsWith('/'))
        {
            return PageFiles.WriteAsync(context, PageFiles.Start);
        }

        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = $"{address[(address.LastIndexOf('/') + 1)..]}/";
        return Task.CompletedTask;
    }
}
