using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AspNetCore.Pages;

/// <summary>Records the visitor's choice, and goes back to the page as it was opened, so that its click id is not lost.</summary>
public sealed class ConsentModel : PageModel
{
    public IActionResult OnPost(string returnUrl)
    {
        HttpContext.Features.Get<ITrackingConsentFeature>()?.GrantConsent();
        return LocalRedirect(returnUrl);
    }

    public IActionResult OnPostWithdraw(string returnUrl)
    {
        HttpContext.Features.Get<ITrackingConsentFeature>()?.WithdrawConsent();
        return LocalRedirect(returnUrl);
    }
}
