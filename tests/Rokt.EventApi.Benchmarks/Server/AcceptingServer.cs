using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Rokt.EventApi.Benchmarks.Server;

/// <summary>
/// Drains every request and responds with 202. Below <c>/after/{milliseconds}</c> it takes so long, as a server far away does, and responds with
/// 429 to what exceeds the limit of an account. Prints its address, and ends with its standard input.
/// </summary>
internal static class AcceptingServer
{
    private static readonly PathString After = "/after";

    public static Uri Distant(Uri server, TimeSpan responseTime) =>
        new(server, string.Create(CultureInfo.InvariantCulture, $"{After}/{responseTime.TotalMilliseconds}"));

    public static async Task<int> RunAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        var limit = new AccountLimit(EventApiLimits.BatchesPerSecond);
        application.Run(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            if (context.Request.Path.StartsWithSegments(After, out PathString rest))
            {
                context.Response.StatusCode = limit.TryTake() ? StatusCodes.Status202Accepted : StatusCodes.Status429TooManyRequests;
                await Task.Delay(int.Parse(rest.Value!.Split('/')[1], CultureInfo.InvariantCulture));
            }
        });
        await application.StartAsync();
        Console.WriteLine(application.Urls.First());
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
