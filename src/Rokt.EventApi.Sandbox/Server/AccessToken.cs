using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>The token that page and control API require when the sandbox listens beyond this machine.</summary>
/// <param name="value">The token; null when none is required.</param>
internal sealed class AccessToken(string? value)
{
    private const string Scheme = "Bearer ";
    private const string Explanation =
        "The page and the control API require the token that was printed when the sandbox started: open the address with ?token=…, or send Authorization: Bearer ….";

    /// <summary>Lets a request pass that has the token as a header, in its cookie, or in its address, which makes it a cookie; responds to the others.</summary>
    public bool Allows(HttpContext context)
    {
        HttpRequest request = context.Request;
        string authorization = request.Headers.Authorization.ToString();
        if (value is null
            || Matches(request.Cookies[Cookie(request)])
            || (authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && Matches(authorization[Scheme.Length..].Trim())))
        {
            return true;
        }

        if (HttpMethods.IsGet(request.Method) && Matches(request.Query["token"]))
        {
            var cookie = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, IsEssential = true };
            context.Response.Cookies.Append(Cookie(request), value, cookie);
            context.Response.Redirect(request.Path);
            return false;
        }

        Refuse(context.Response);
        return false;
    }

    private bool Matches(string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(value!));

    // Cookies are of a host, whatever the port.
    private static string Cookie(HttpRequest request) => string.Create(CultureInfo.InvariantCulture, $"sandbox-{request.Host.Port ?? 0}");

    private static void Refuse(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.Headers.WWWAuthenticate = "Bearer realm=\"Event API sandbox\"";
        response.ContentType = "text/plain; charset=utf-8";
        byte[] text = Encoding.UTF8.GetBytes(Explanation);
        response.ContentLength = text.Length;
        response.BodyWriter.Write(text);
    }
}
