using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Benchmarks.Server;

/// <summary>Drains every request and answers 202; prints its address, and ends with its standard input.</summary>
internal static class AcceptingServer
{
    public static async Task<int> RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.Run(static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await application.StartAsync();
        Console.WriteLine(application.Urls.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
