using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.AspNetCore;

namespace Rokt.EventApi.Consumers;

/// <summary>Calls every public member of the package for ASP.NET Core.</summary>
internal static class EveryMemberOfAspNetCore
{
    public static void Register(IServiceCollection services, WebApplication app)
    {
        services.AddRoktClickId(options => options.Cookie = Options(options).Cookie);
        app.UseRoktClickId();
        app.MapRoktClickId("/rokt/click-id");
    }

    public static RoktClickIdOptions Options(RoktClickIdOptions o) => new() { Cookie = o.Cookie, HasConsent = o.HasConsent, ReadWebSdkCookie = o.ReadWebSdkCookie };

    public static ConversionEvent Build(ConversionEventBuilder builder, HttpContext context)
    {
        ClickContext c = ClickContext.FromRequest(context);
        var copy = new ClickContext { ClickedAt = c.ClickedAt, ClickId = c.ClickId, ClickIdParameter = c.ClickIdParameter, IpAddress = c.IpAddress, UserAgent = c.UserAgent };
        return builder.WithRequest(context, "clicked").WithRequest(copy, "clicked").Build();
    }
}
