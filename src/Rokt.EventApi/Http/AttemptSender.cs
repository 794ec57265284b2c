using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Polly;
using Polly.Timeout;

namespace Rokt.EventApi.Http;

/// <summary>Makes one attempt, once it is let through: a request out, its answer in. What the network does wrong becomes a result, not an exception.</summary>
internal sealed class AttemptSender(
    HttpClient http,
    Uri address,
    Credentials credentials,
    Admission admission,
    Action<TimeSpan> admitted,
    AnswerReader answers,
    Deadlines deadlines,
    TimeSpan timeout,
    Action<AttemptResult, SendOperation> ended)
{
    // All in one method, and its state used again, since each method that waits costs a send an object and a resumption.
#if NET // netstandard2.0 has no such builder.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    public async ValueTask<Outcome<AttemptResult>> SendAsync(ResilienceContext context, SendOperation operation)
    {
        RateLimitLease? permit = null;
        try
        {
            TimeSpan asked = operation.Elapsed;
            operation.IsWaitingForPermit = true;
            (permit, AttemptResult? result) = await admission.EnterAsync(operation, context.CancellationToken).ConfigureAwait(false);
            admitted(operation.Elapsed - asked);
            if (result is not null)
            {
                return Outcome.FromResult(result);
            }

            operation.IsWaitingForPermit = false;

            if (operation.MayAttempt?.Invoke() == false)
            {
                return Outcome.FromResult(AttemptResult.NotAttempted);
            }

            operation.Attempts++;
            operation.ServerWait = null;
            using Deadline deadline = deadlines.Start(timeout, context.CancellationToken);
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new PayloadContent(operation) };
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                request.Headers.TryAddWithoutValidation("Authorization", credentials.Header);
                using HttpResponseMessage response = await http
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token)
                    .ConfigureAwait(false);
                result = await answers.ReadAsync(response, deadline.Token).ConfigureAwait(false);
            }
            catch (HttpRequestException exception)
            {
                result = Failed(exception);
            }
            catch (IOException)
            {
                result = Unanswered(ClientErrors.ConnectionLost);
            }
            catch (Exception exception) when (IsTimeout(exception, context))
            {
                result = Unanswered(ClientErrors.Timeout);
            }

            ended(result, operation);
            return Outcome.FromResult(result);
        }
        catch (Exception exception)
        {
            // Polly's way for a callback to fail; what it does not know, the sender throws again.
            return Outcome.FromException<AttemptResult>(exception);
        }
        finally
        {
            permit?.Dispose();
        }
    }

    // The attempt's own, or one of a handler of the application.
    private static bool IsTimeout(Exception exception, ResilienceContext context) =>
        exception is TimeoutRejectedException || (exception is OperationCanceledException && !context.CancellationToken.IsCancellationRequested);

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
