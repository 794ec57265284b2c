using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.AspNetCore.Tests.Documentation;

/// <summary>The code of docs/click-id.md, compiled; <see cref="ClickIdPageTests"/> finds each block of it here.</summary>
internal static class ClickIdPageCode
{
    public static void Register(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));

        WebApplication app = builder.Build();
        app.UseForwardedHeaders();    // behind a proxy: the visitor's address in place of the proxy's
        app.UseCookiePolicy();        // where the shop asks for consent
        app.UseRoktClickId();
    }

    public static void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktClickId(options =>
        {
            options.Cookie.Name = "shop_click";
            options.Cookie.MaxAge = TimeSpan.FromDays(7);
            options.Cookie.Domain = "shop.example";    // landing page and checkout on different hosts
        });
    }

    public static void ConfigureConsent(WebApplicationBuilder builder)
    {
        builder.Services.AddRoktClickId(options => options.HasConsent = http => http.Request.Cookies["consent"] == "marketing");
    }

    public static void Map(WebApplication app)
    {
        app.MapRoktClickId();
    }

    public static void ConfigureProxy(WebApplicationBuilder builder)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            options.KnownProxies.Add(IPAddress.Parse("10.0.0.2"));
        });
    }

    public static ConversionEvent Keep(HttpContext httpContext)
    {
        ClickContext click = ClickContext.FromRequest(httpContext);
        string stored = JsonSerializer.Serialize(click);

        ConversionEvent conversion = ConversionEvent.CreateBuilder()
            .WithRequest(JsonSerializer.Deserialize<ClickContext>(stored))
            .WithEmail("john.doe@example.com")
            .Build();
        return conversion;
    }

    public sealed class CheckoutBase(PersistentComponentState state, IHttpContextAccessor accessor) : ComponentBase, IDisposable
    {
        private PersistingComponentStateSubscription _subscription;

        public ClickContext? Click { get; private set; }

        protected override void OnInitialized()
        {
            Click = state.TryTakeFromJson("click", out ClickContext? persisted) ? persisted : ClickContext.FromRequest(accessor.HttpContext!);
            _subscription = state.RegisterOnPersisting(() =>
            {
                state.PersistAsJson("click", Click);
                return Task.CompletedTask;
            });
        }

        public void Dispose() => _subscription.Dispose();
    }
}
