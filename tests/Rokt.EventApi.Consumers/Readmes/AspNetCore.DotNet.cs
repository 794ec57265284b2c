using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;

namespace Readmes.AspNetCorePackage
{
    /// <summary>The code of the package's README; the directives are those that it shows.</summary>
    internal static class Readme
    {
        public static async Task Run(string[] args)
        {
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
            builder.Services.AddRoktClickId();

            var app = builder.Build();
            app.UseRoktClickId();
            app.MapPost("/orders/{number}", async (string number, HttpContext context, IEventApiClient client) =>
            {
                IFormCollection form = await context.Request.ReadFormAsync();
                SendResult result = await client.SendAsync(ConversionEvent.CreateBuilder()
                    .WithRequest(context).WithEmail(form["email"]).WithConversionType("purchase").WithConfirmationRef(number).Build());
                return result.Status.ToString();
            });
            app.Run();
        }
    }
}
