using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Sandbox.Judging;
using Rokt.EventApi.Sandbox.State;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>Responds to every request that is not the page's: address first, then credentials, an armed fault, the rate, and the body.</summary>
internal sealed class RequestHandler(EventApiSandboxOptions options, SandboxState state, BodyReader bodies, CancellationToken stopping) : IDisposable
{
    private const string Challenge = "Basic realm=\"Rokt Event API\"";

    private readonly Credentials _credentials = new(options.ApiKey, options.ApiSecret);

    private readonly LargeBodyThread _largeBodies = new();
    private readonly BodyJudge _judge = new(options.Strict, options.TimeProvider);

    public void Dispose() => _largeBodies.Dispose();

    public async Task HandleAsync(HttpContext context)
    {
        DateTimeOffset receivedAt = options.TimeProvider.GetUtcNow();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await HandleAsync(new Exchange(context, receivedAt), ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client, or the sandbox itself, is gone.
            context.Abort();
        }
    }

    private async Task HandleAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        if (Refuse(exchange) is var (response, judgement))
        {
            // The body is shown, and not judged: nothing is done for somebody unknown.
            exchange.Judgement = judgement;
            await ReadAsync(exchange, judge: false, cancellationToken).ConfigureAwait(false);
            await RespondAsync(exchange, response, cancellationToken).ConfigureAwait(false);
            return;
        }

        exchange.Fault = state.Faults.Next();
        if (exchange.Fault is { DropsBeforeBody: true })
        {
            Drop(exchange);
            return;
        }

        await ReadAsync(exchange, judge: true, cancellationToken).ConfigureAwait(false);
        ApiResponse decided = Decide(exchange);
        exchange.IsTaken = decided.StatusCode == StatusCodes.Status202Accepted;
        if (exchange.Fault is { DropsAfterBody: true } || !await WaitAsync(exchange.Fault, cancellationToken).ConfigureAwait(false))
        {
            // The response was decided on, and is lost.
            Drop(exchange);
            return;
        }

        await RespondAsync(exchange, decided, cancellationToken).ConfigureAwait(false);
    }

    private (ApiResponse Response, Judgement Judgement)? Refuse(Exchange exchange)
    {
        if (exchange.Address is { StatusCode: { } wrong, Finding: { } finding })
        {
            return (
                wrong == StatusCodes.Status405MethodNotAllowed ? ApiResponse.WithHeader(wrong, "Allow", HttpMethods.Post) : ApiResponse.Empty(wrong),
                new Judgement(wrong, [finding], [], BodySummary.Empty, null));
        }

        return _credentials.Refuse(exchange.Request.Headers.Authorization.ToString()) switch
        {
            StatusCodes.Status401Unauthorized => (
                ApiResponse.WithHeader(StatusCodes.Status401Unauthorized, "WWW-Authenticate", Challenge),
                Judgement.Refusal(StatusCodes.Status401Unauthorized, "The Authorization header is missing: send Basic, with key and secret.", "The guide: 401, the auth header is missing.", hasBody: false)),
            { } statusCode => (
                ApiResponse.Empty(statusCode),
                Judgement.Refusal(statusCode, "The Authorization header does not hold this sandbox's key and secret.", "The guide: 403, the auth header is present, but invalid.", hasBody: false)),
            null => null,
        };
    }

    private async Task ReadAsync(Exchange exchange, bool judge, CancellationToken cancellationToken)
    {
        using RateLimitLease room = await bodies.ReserveAsync(exchange.Request, cancellationToken).ConfigureAwait(false);
        exchange.Body = await BodyReader.ReadAsync(exchange.Request, cancellationToken).ConfigureAwait(false);
        if (judge)
        {
            exchange.Judgement = exchange.Body.Length < LargeBodyThread.MinBytes
                ? Judge(exchange)
                : await _largeBodies.RunAsync(() => Judge(exchange)).ConfigureAwait(false);
        }

        bodies.CollectAfter(exchange.Body.Length);
    }

    private Judgement Judge(Exchange exchange)
    {
        var headers = new BodyHeaders(exchange.Request.ContentType, exchange.Request.Headers.ContentEncoding.ToString());
        return exchange.Address.Add(_judge.Judge(headers, exchange.Address.IsBulk, exchange.Body), options.Strict);
    }

    private ApiResponse Decide(Exchange exchange)
    {
        if (exchange.Fault is { StatusCode: not null } fault)
        {
            return ApiResponse.From(fault);
        }

        return state.Throttle.TryTake()
            ? ApiResponse.WithErrors(exchange.Judgement.StatusCode, exchange.Judgement.Errors)
            : ApiResponse.TooManyRequests(state.Throttle.RetryAfter);
    }

    // False when the client stopped waiting.
    private async Task<bool> WaitAsync(SandboxFault? fault, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(fault?.Wait ?? TimeSpan.Zero, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RespondAsync(Exchange exchange, ApiResponse response, CancellationToken cancellationToken)
    {
        state.Keep(exchange.ToRequest(response));
        await response.WriteAsync(exchange.Response, cancellationToken).ConfigureAwait(false);
    }

    private void Drop(Exchange exchange)
    {
        state.Keep(exchange.ToRequest(response: null));
        exchange.Abort();
    }
}
