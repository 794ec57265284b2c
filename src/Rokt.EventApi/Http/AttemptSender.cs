using System.Net.Http.Headers;

namespace Rokt.EventApi.Http;

/// <summary>Makes one attempt: a request out, its answer in. What the network does wrong becomes a result, not an exception.</summary>
internal sealed class AttemptSender(HttpClient http, Uri address, Credentials credentials, AnswerReader answers)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public async ValueTask<AttemptResult> SendAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.Authorization = credentials.Header;
        try
        {
            using HttpResponseMessage response = await http
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            return await answers.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception);
        }
        catch (IOException)
        {
            return Unanswered(ClientErrors.ConnectionLost);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A timeout that is not this pipeline's: a handler's of the application, or HttpClient's own.
            return Unanswered(ClientErrors.Timeout);
        }
    }

    private static AttemptResult Failed(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError when exception.InnerException is CertificateInvalidException =>
            AttemptResult.Unanswered(ClientErrors.CertificateInvalid, isRetryable: false, isOutage: true),
        HttpRequestError.SecureConnectionError => Unanswered(ClientErrors.TlsFailed),
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
            Unanswered(ClientErrors.ConnectionFailed),
        _ => Unanswered(ClientErrors.ConnectionLost),
    };

    private static AttemptResult Unanswered(EventApiError error) =>
        AttemptResult.Unanswered(error, isRetryable: true, isOutage: true);
}
