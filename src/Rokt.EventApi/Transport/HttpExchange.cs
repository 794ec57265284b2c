using System.Runtime.CompilerServices;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Rokt.EventApi.Transport;

/// <summary>Sends one request and reads its response. What the network does wrong becomes a result, not an exception.</summary>
/// <param name="requestAsync">Sends a request and returns the response once its headers are there.</param>
/// <param name="address">Where requests go.</param>
/// <param name="credentials">The current key and secret.</param>
/// <param name="responses">Reads responses.</param>
internal sealed class HttpExchange(
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> requestAsync, Uri address, Credentials credentials, ResponseReader responses)
{
    private const string UserAgent = $"Rokt.EventApi/{SdkVersion.Value}";

#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<AttemptResult> SendAsync(HttpContent body, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = Request(body);
            using HttpResponseMessage response = await requestAsync(request, cancellationToken).ConfigureAwait(false);
            return await responses.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // Whatever the network made of it: the time is over.
            return Failed(ClientErrors.Timeout);
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception);
        }
        catch (IOException)
        {
            return Failed(ClientErrors.ConnectionLost);
        }
        catch (Exception exception) when (exception is OperationCanceledException or TimeoutRejectedException)
        {
            // Of a handler of the application.
            return Failed(ClientErrors.Timeout);
        }
        catch (BrokenCircuitException broken)
        {
            // Of a handler of the application.
            return AttemptResult.WithoutResponse(ClientErrors.CircuitOpen, isRetryable: false, isOutage: false, broken.RetryAfter);
        }
    }

    // As text: parsed headers are copied for each request and formatted again.
    private HttpRequestMessage Request(HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        body.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", credentials.Header);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return request;
    }

    private static AttemptResult Failed(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError when exception.InnerException is CertificateInvalidException =>
            AttemptResult.WithoutResponse(ClientErrors.CertificateInvalid, isRetryable: false, isOutage: true),
        HttpRequestError.SecureConnectionError => Failed(ClientErrors.TlsFailed),
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
            Failed(ClientErrors.ConnectionFailed),
        _ => Failed(ClientErrors.ConnectionLost),
    };

    private static AttemptResult Failed(EventApiError error) => AttemptResult.WithoutResponse(error, isRetryable: true, isOutage: true);
}
