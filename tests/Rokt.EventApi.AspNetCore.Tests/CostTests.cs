using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.AspNetCore.Tests;

public sealed class CostTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("?page=2&sort=price", "cart=1; session=abcdef")]
    [InlineData("?utm_source=mail", ".AspNet.Consent=yes; other=2")]
    public async Task A_request_without_a_click_id_costs_no_allocation(string query, string cookies)
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddRoktClickId().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseRoktClickId();
        app.Run(_ => Task.CompletedTask);
        RequestDelegate pipeline = app.Build();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.Accept = "text/html,*/*";
        context.Request.Headers.Cookie = cookies;
        Run(pipeline, context);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(pipeline, context);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Run(RequestDelegate pipeline, HttpContext context)
    {
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(pipeline(context).IsCompletedSuccessfully);
        }
    }
}
