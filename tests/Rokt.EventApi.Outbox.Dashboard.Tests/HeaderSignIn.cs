using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>Signs in whom a header names, with the role after the name, <c>olivia:operator</c>, and perhaps two more claims, all escaped as in an address.</summary>
internal sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-User";
    public const string Operator = "olivia:operator";

    private static readonly string[] Claims = [ClaimTypes.Name, ClaimTypes.Role, ClaimTypes.NameIdentifier, "sub"];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } header)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        IEnumerable<Claim> claims = Claims.Zip(header.Split(':'), (type, value) => new Claim(type, Uri.UnescapeDataString(value)));
        var identity = new ClaimsIdentity(claims, Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }
}
