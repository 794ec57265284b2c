using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;
using Rokt.EventApi.Sending;

namespace Rokt.EventApi.Transport;

/// <summary>Makes one attempt, once it is let through: a request out, its answer in. What the network does wrong becomes a result, not an exception.</summary>
internal sealed class AttemptSender(
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> requestAsync,
    Uri address,
    Credentials credentials,
    Admission admission,
    Action<TimeSpan> admitted,
    AnswerReader answers,
    Deadlines deadlines,
    TimeSpan timeout,
    Action<AttemptResult, SendOperation> ended)
{
    private const string UserAgent = $"Rokt.EventApi/{SdkVersion.Value}";

    // All in one method, and its state used again, since each method that waits costs a send an object and a resumption.
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<AttemptResult> SendAsync(SendOperation operation, CancellationToken cancellationToken)
    {
        RateLimitLease? permit = admission.TryEnter();
        AttemptResult? result = null;
        try
        {
            TimeSpan waited = TimeSpan.Zero;
            if (permit is null)
            {
                TimeSpan asked = operation.Elapsed;
                (permit, result) = await admission.EnterAsync(operation, cancellationToken).ConfigureAwait(false);
                waited = operation.Elapsed - asked;
            }

            admitted(waited);
            if (result is not null)
            {
                return result;
            }

            TimeSpan remaining = operation.Remaining;
            if (remaining == TimeSpan.Zero)
            {
                return AttemptResult.Unanswered(ClientErrors.Timeout, isRetryable: false, isOutage: false);
            }

            if (operation.MayAttempt?.Invoke() == false)
            {
                return AttemptResult.NotAttempted;
            }

            operation.Attempts++;
            operation.ServerWait = null;
            using Deadline deadline = deadlines.Start(timeout < remaining ? timeout : remaining, cancellationToken);
            try
            {
                using HttpRequestMessage request = Request(operation);
                using HttpResponseMessage response = await requestAsync(request, deadline.Token).ConfigureAwait(false);
                result = await answers.ReadAsync(response, deadline.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (deadline.Token.IsCancellationRequested && exception is OperationCanceledException or HttpRequestException or IOException)
            {
                // Whatever the network made of it: the caller gave up, or the time is over.
                cancellationToken.ThrowIfCancellationRequested();
                result = Unanswered(ClientErrors.Timeout);
            }
            catch (HttpRequestException exception)
            {
                result = Failed(exception);
            }
            catch (IOException)
            {
                result = Unanswered(ClientErrors.ConnectionLost);
            }
            catch (Exception exception) when (exception is OperationCanceledException or TimeoutRejectedException)
            {
                // Of a handler of the application.
                result = Unanswered(ClientErrors.Timeout);
            }
            catch (BrokenCircuitException broken)
            {
                // Of a handler of the application.
                result = AttemptResult.Unanswered(ClientErrors.CircuitOpen, isRetryable: false, isOutage: false, broken.RetryAfter);
            }

            ended(result, operation);
            return result;
        }
        finally
        {
            permit?.Dispose();
        }
    }

    // As text: parsed headers are copied for each request and made text again.
    private HttpRequestMessage Request(SendOperation operation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new PayloadContent(operation) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", credentials.Header);
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return request;
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
