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

    // A connection can be kept open from the first response on.
    private volatile bool _hasResponded;

#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<AttemptResult> SendAsync(HttpContent body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = Request(body);
        try
        {
            using HttpResponseMessage response = await requestAsync(request, cancellationToken).ConfigureAwait(false);
            _hasResponded = true;
            return await responses.ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is OperationCanceledException or HttpRequestException or IOException)
        {
            // Whatever the network made of it: the time is over.
            return Failed(ClientErrors.Timeout);
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception, request);
        }
        catch (IOException)
        {
            return Lost(request, beforeResponse: true);
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
        catch (Exception exception)
        {
            // Of a handler of the application, and another attempt is as likely to meet it.
            return AttemptResult.WithoutResponse(ClientErrors.HandlerFailed(exception), isRetryable: false, isOutage: false);
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

    private AttemptResult Failed(HttpRequestException exception, HttpRequestMessage request) => exception.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError when exception.InnerException is CertificateInvalidException =>
            AttemptResult.WithoutResponse(ClientErrors.CertificateInvalid, isRetryable: false, isOutage: true),
        HttpRequestError.SecureConnectionError => Failed(ClientErrors.TlsFailed),
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError =>
            Failed(ClientErrors.ConnectionFailed),
        HttpRequestError.ResponseEnded => Lost(request, beforeResponse: true),
        _ => Lost(request, beforeResponse: exception.InnerException is IOException),
    };

    private AttemptResult Lost(HttpRequestMessage request, bool beforeResponse) => AttemptResult.WithoutResponse(
        ClientErrors.ConnectionLost,
        isRetryable: true,
        isOutage: true,
        isStaleConnection: beforeResponse && _hasResponded && !Connection.WasOpenedFor(request));

    private static AttemptResult Failed(EventApiError error) => AttemptResult.WithoutResponse(error, isRetryable: true, isOutage: true);
}
