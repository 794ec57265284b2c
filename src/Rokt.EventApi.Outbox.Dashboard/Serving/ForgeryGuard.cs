using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Outbox.Dashboard.Serving;

/// <summary>ASP.NET Core's antiforgery: the application's own, with its settings, or one with its keys where it has none that reads a header.</summary>
internal sealed class ForgeryGuard(IServiceProvider services)
{
    private readonly Lazy<IAntiforgery> _antiforgery = new(() => Create(services));

    /// <summary>Gets the token, and the header that a change has to send it in; its cookie is set.</summary>
    public (string Header, string Token) Issue(HttpContext context)
    {
        AntiforgeryTokenSet tokens = _antiforgery.Value.GetAndStoreTokens(context);
        return (tokens.HeaderName ?? "", tokens.RequestToken ?? "");
    }

    /// <summary>Refuses what comes without the token.</summary>
    public RequestDelegate Protect(RequestDelegate change) => async context =>
    {
        if (await _antiforgery.Value.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            await change(context).ConfigureAwait(false);
        }
        else
        {
            await Json.WriteProblemAsync(context, StatusCodes.Status400BadRequest, "The antiforgery token is missing, or is no longer valid: load the page again.").ConfigureAwait(false);
        }
    };

    private static IAntiforgery Create(IServiceProvider services)
    {
        AntiforgeryOptions settings = services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        if (settings.HeaderName is not null && services.GetService<IAntiforgery>() is { } antiforgery)
        {
            return antiforgery;
        }

        // Without a header, the application's reads the token from forms alone, and the page sends none.
        var own = new ServiceCollection();
        own.AddSingleton(services.GetRequiredService<ILoggerFactory>()).AddLogging();
        if (services.GetService<IDataProtectionProvider>() is { } keys)
        {
            own.AddSingleton(keys);
        }

        return own.AddAntiforgery(options => options.Cookie.SecurePolicy = settings.Cookie.SecurePolicy).BuildServiceProvider().GetRequiredService<IAntiforgery>();
    }
}
