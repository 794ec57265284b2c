using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Rokt.EventApi.AspNetCore;

/// <summary>Holds the settings of the click id: the cookie that keeps it between the landing page and the checkout, and who allows it.</summary>
public sealed class RoktClickIdOptions
{
    /// <summary>
    /// Gets or sets the first-party cookie that keeps the click id. Default: <c>rokt_click_id</c>, 30 days
    /// (<see cref="CookieBuilder.MaxAge"/>), path <c>/</c>, the host's own domain, <c>HttpOnly</c>, <c>SameSite=Lax</c>,
    /// <c>Secure</c> on HTTPS, not essential.
    /// </summary>
    /// <remarks>
    /// Set <see cref="CookieBuilder.Domain"/> when landing page and checkout are on different hosts of one domain.
    /// A name that is changed makes the cookies under the old name count for nothing.
    /// </remarks>
    public CookieBuilder Cookie { get; set; } = new()
    {
        Name = "rokt_click_id",
        MaxAge = TimeSpan.FromDays(30),
        Path = "/",
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        SecurePolicy = CookieSecurePolicy.SameAsRequest,
        IsEssential = false,
    };

    /// <summary>
    /// Gets or sets who decides whether the visitor has agreed to the cookie. Default: null for ASP.NET Core's own consent
    /// feature (<see cref="ITrackingConsentFeature"/>), which agrees where the application asks for no consent.
    /// </summary>
    /// <remarks>
    /// Without consent no cookie is set or read, and one that was kept is deleted; the click id in a request's own query
    /// still serves that request. The delegate runs once or twice per request that has a click id or the cookie, and must be fast.
    /// </remarks>
    public Func<HttpContext, bool>? HasConsent { get; set; }

    /// <summary>
    /// Gets or sets whether the first-party cookie <c>RoktTransactionId</c>, which Rokt's Web SDK keeps, serves when neither the
    /// request's query nor the SDK's own cookie has a click id. Default: true.
    /// </summary>
    public bool ReadWebSdkCookie { get; set; } = true;
}
