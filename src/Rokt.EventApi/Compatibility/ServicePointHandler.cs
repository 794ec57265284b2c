using System.Net;
using System.Net.Security;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Compatibility;

/// <summary>Sets what .NET Framework keeps for a host rather than for a handler; .NET ignores it.</summary>
internal sealed class ServicePointHandler : HttpClientHandler
{
    private const int Lease = 2 * 60 * 1000;
    private const int KeepAliveAfter = 15 * 1000;
    private const int KeepAliveInterval = 2 * 1000;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Prepare(request.RequestUri!);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception) when (IsCertificateInvalid(exception))
        {
            throw new HttpRequestException(exception.Message, new CertificateInvalidException(SslPolicyErrors.RemoteCertificateChainErrors));
        }
    }

    // Each time, because the framework forgets a host that is not sent to for a while.
    private void Prepare(Uri address)
    {
        ServicePoint host = ServicePointManager.FindServicePoint(address, UseProxy ? WebRequest.DefaultWebProxy : null);

        // So that a change of the host's addresses is seen.
        host.ConnectionLeaseTimeout = Lease;

        // So that a peer which is gone without a word is found before the next request meets it.
        host.SetTcpKeepAlive(enabled: true, KeepAliveAfter, KeepAliveInterval);

        // Neither waits for a "100 Continue" before the body, nor for an acknowledgement between headers and body.
        host.Expect100Continue = false;
        host.UseNagleAlgorithm = false;
    }

    private static bool IsCertificateInvalid(Exception exception)
    {
        for (Exception? inner = exception.InnerException; inner is not null; inner = inner.InnerException)
        {
            if (inner is CertificateInvalidException or WebException { Status: WebExceptionStatus.TrustFailure })
            {
                return true;
            }
        }

        return false;
    }
}
