using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Rokt.EventApi.Cli.Checks;

/// <summary>Makes one request without credentials, and looks at its certificate, its response and its date.</summary>
internal sealed class HttpCheck(Uri address, TimeProvider clock)
{
    private static readonly TimeSpan NotableSkew = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WorstSkew = TimeSpan.FromMinutes(15);

    // Who signs certificates for the public; a company's own authority means that a proxy reads along.
    private static readonly string[] PublicAuthorities =
        ["DigiCert", "Amazon", "Let's Encrypt", "Internet Security Research Group", "Sectigo", "Google Trust Services", "GlobalSign", "GoDaddy", "Entrust", "Starfield", "Microsoft", "SSL.com", "COMODO", "IdenTrust", "Cloudflare"];

    private HttpStatusCode _status;
    private MediaTypeHeaderValue? _contentType;
    private DateTimeOffset? _serverTime;
    private DateTimeOffset _localTime;
    private string _tls = "";
    private string _issuer = "";
    private SslPolicyErrors _errors;
    private bool _isSelfSigned;

    public async Task<CheckResult> CheckTlsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RequestAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            return Explain(exception);
        }

        if (address.Scheme == Uri.UriSchemeHttp)
        {
            return new CheckResult("TLS", Verdict.Skipped, "not used: the address is http");
        }

        bool isPublic = address.IsLoopback || PublicAuthorities.Any(name => _issuer.Contains(name, StringComparison.OrdinalIgnoreCase));
        return isPublic
            ? new CheckResult("TLS", Verdict.Good, $"{_tls}, certificate from {_issuer}")
            : new CheckResult("TLS", Verdict.Notable, $"{_tls}, certificate from {_issuer}, which is no public authority")
            {
                Fix = "A proxy of your network reads what is sent, credentials included: ask for an exception for this host.",
            };
    }

    public CheckResult CheckResponse()
    {
        bool isPage = _contentType?.MediaType == "text/html";
        bool isRedirect = (int)_status is >= 300 and < 400;
        return isPage || isRedirect
            ? new CheckResult("HTTP", Verdict.Bad, $"the response ({(int)_status}{(isPage ? ", a page of HTML" : ", a redirect")}) is not the Event API's")
            {
                Fix = "A proxy, a captive portal or another server responds: sign in to the network, or check the address in the settings.",
            }
            : new CheckResult("HTTP", Verdict.Good, $"responds with {(int)_status} to a request without credentials");
    }

    public CheckResult CheckClock()
    {
        if (_serverTime is not { } server)
        {
            return new CheckResult("Clock", Verdict.Skipped, "the server sends no Date header");
        }

        TimeSpan skew = _localTime - server;
        string detail = $"{Math.Abs(skew.TotalSeconds):0} seconds {(skew < TimeSpan.Zero ? "behind" : "ahead of")} the server";
        return skew.Duration() switch
        {
            var time when time > WorstSkew => new CheckResult("Clock", Verdict.Bad, detail) { Fix = "Set the machine's clock, best with NTP: conversions get its time." },
            var time when time > NotableSkew => new CheckResult("Clock", Verdict.Notable, detail) { Fix = "Set the machine's clock, best with NTP." },
            _ => new CheckResult("Clock", Verdict.Good, skew.Duration() < TimeSpan.FromSeconds(2) ? "agrees with the server" : detail),
        };
    }

    private async Task RequestAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback };
        handler.SslOptions.RemoteCertificateValidationCallback = Look;
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "v2/events"))
        {
            Content = new StringContent("{}", new MediaTypeHeaderValue("application/json")),
        };
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        _localTime = clock.GetUtcNow();
        _status = response.StatusCode;
        _contentType = response.Content.Headers.ContentType;
        _serverTime = response.Headers.Date;
    }

    // What the platform decides stays decided.
    private bool Look(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        _tls = (sender as SslStream)?.SslProtocol.ToString() ?? "TLS";
        _issuer = certificate?.Issuer ?? "";
        _isSelfSigned = certificate is not null && certificate.Issuer == certificate.Subject;
        _errors = errors;
        return errors == SslPolicyErrors.None;
    }

    private CheckResult Explain(HttpRequestException exception)
    {
        if (_errors != SslPolicyErrors.None)
        {
            return new CheckResult("TLS", Verdict.Bad, $"the certificate is not trusted ({(_isSelfSigned ? "self-signed, " : "")}{_errors}), from {_issuer}")
            {
                Fix = _errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                    ? "The certificate is another host's: check the address in the settings, and whether a proxy responds in its place."
                    : "TLS is intercepted by a proxy, or the machine's list of authorities is out of date: install the proxy's authority, or update the list.",
            };
        }

        if (exception.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            return new CheckResult("TLS", Verdict.Bad, $"the proxy refuses the connection{(exception.StatusCode is { } status ? $" ({(int)status})" : "")}")
            {
                Fix = "Put the proxy's user and password into https_proxy, or have this host excepted.",
            };
        }

        return exception.InnerException is AuthenticationException
            ? new CheckResult("TLS", Verdict.Bad, "the TLS handshake failed") { Fix = "The other side does not speak TLS 1.2 or later: check the port in the address, and look for a proxy that interferes." }
            : new CheckResult(address.Scheme == Uri.UriSchemeHttp ? "HTTP" : "TLS", Verdict.Bad, $"the connection is lost before a response ({exception.HttpRequestError})")
            {
                Fix = "Something between here and the server ends connections: look for a firewall, a proxy or a load balancer.",
            };
    }
}
