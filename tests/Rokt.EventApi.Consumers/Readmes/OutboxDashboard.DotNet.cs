using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;

namespace Readmes.OutboxDashboardPackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static void Run(string[] args)
        {
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
            builder.Services.AddRoktEventApiOutbox();
            builder.Services.AddAuthentication().AddCookie();    // or the sign-in that the application has
            builder.Services.AddAuthorization(options => options.AddPolicy("operators", policy => policy.RequireRole("operator")));

            var app = builder.Build();
            app.MapRoktOutbox("/rokt/outbox").RequireAuthorization("operators");
            app.Run();
        }
    }
}
