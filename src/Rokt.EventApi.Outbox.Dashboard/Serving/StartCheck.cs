using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Outbox.Dashboard.Operating;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>Keeps an application from starting with a page that anybody can use, or that has nothing to show.</summary>
internal sealed class StartCheck
{
    private readonly string _pattern;
    private readonly IServiceProvider _services;
    private readonly bool _isDevelopment;

    /// <summary>Checks the endpoints that were just mapped, before the application listens.</summary>
    public StartCheck(IEndpointRouteBuilder endpoints, string pattern)
    {
        (_pattern, _services) = (pattern, endpoints.ServiceProvider);
        _isDevelopment = _services.GetService<IHostEnvironment>()?.IsDevelopment() == true;
        if (endpoints is IApplicationBuilder application)
        {
            // The pipeline is built before the server listens, and after all that was said of the endpoints.
            EndpointDataSource page = endpoints.DataSources.Last();
            application.Use(next =>
            {
                _ = page.Endpoints;
                return next;
            });
        }
        else
        {
            // In a group, whose own conventions are known with all endpoints only. Until the application stops, no request gets past routing.
            _services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(StopUnlessValid);
        }
    }

    /// <summary>Checks one endpoint, with all that was said of it.</summary>
    /// <exception cref="InvalidOperationException">It is open to anybody, or there is no outbox.</exception>
    public void Check(EndpointBuilder endpoint)
    {
        bool requiresAuthorization = RequiresAuthorization(endpoint.Metadata);
        if (!_isDevelopment && !requiresAuthorization)
        {
            throw new InvalidOperationException(
                $"The outbox's page at \"{_pattern}\" is open to anybody, who could send conversions again or delete them. Require a policy of it, "
                + $"app.MapRoktOutbox(\"{_pattern}\").RequireAuthorization(\"operators\"), and say who that is: "
                + "builder.Services.AddAuthorization(options => options.AddPolicy(\"operators\", policy => policy.RequireRole(\"operator\"))). In Development, it needs none.");
        }

        if (requiresAuthorization && !endpoint.Metadata.Any(item => item is IAuthorizeData))
        {
            // For a policy that stands alone, ASP.NET Core lets everybody pass where UseAuthorization is missing; for this, it responds with an error.
            endpoint.Metadata.Add(new AuthorizeAttribute());
        }

        if (!_services.GetServices<OutboxAccount>().Any())
        {
            throw new InvalidOperationException("The outbox's page has no outbox to show: call AddRoktEventApiOutbox as well.");
        }
    }

    private static bool RequiresAuthorization(IList<object> metadata) =>
        metadata.Any(item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData) && !metadata.Any(item => item is IAllowAnonymous);

    private void StopUnlessValid()
    {
        try
        {
            _ = _services.GetRequiredService<EndpointDataSource>().Endpoints;
        }
        catch (InvalidOperationException exception)
        {
            Log.NotStarted(_services.GetRequiredService<ILoggerFactory>().CreateLogger(DashboardEndpoints.Category), exception);
            _services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        }
    }
}
