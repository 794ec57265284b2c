using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>Whether the visitor has agreed to the cookie.</summary>
internal static class Consent
{
    public static bool IsGiven(HttpContext context, RoktClickIdOptions options) =>
        options.HasConsent?.Invoke(context)
        ?? (options.Cookie.IsEssential || context.Features.Get<ITrackingConsentFeature>() is null or { CanTrack: true });
}
