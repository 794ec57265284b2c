using BenchmarkDotNet.Attributes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.Benchmarks.ClickId;

/// <summary>What <c>UseRoktClickId</c> adds to a request without a click id; BenchmarkDotNet runs it.</summary>
public class ClickIdBenchmarks
{
    private readonly RequestDelegate _without = Pipeline(_ => { });
    private readonly RequestDelegate _with = Pipeline(app => app.UseRoktClickId());
    private readonly HttpContext _plain = Request("", "");
    private readonly HttpContext _usual = Request("?page=2&sort=price&utm_source=newsletter", "cart=1234; session=0123456789abcdef; .AspNet.Consent=yes");

    [Benchmark(Baseline = true)]
    public Task Without() => _without(_usual);

    [Benchmark]
    public Task Plain() => _with(_plain);

    [Benchmark]
    public Task Usual() => _with(_usual);

    private static RequestDelegate Pipeline(Action<IApplicationBuilder> configure)
    {
        var app = new ApplicationBuilder(new ServiceCollection().AddLogging().AddRoktClickId().BuildServiceProvider());
        configure(app);
        app.Run(static _ => Task.CompletedTask);
        return app.Build();
    }

    private static DefaultHttpContext Request(string query, string cookies)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Request.QueryString = new QueryString(query);
        context.Request.Headers.Accept = "text/html,application/xhtml+xml,*/*;q=0.8";
        context.Request.Headers.Cookie = cookies;
        return context;
    }
}
