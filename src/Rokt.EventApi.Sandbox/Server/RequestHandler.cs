using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>Answers <c>POST /v2/events</c>: an armed fault first, then credentials, rate, size and body.</summary>
internal sealed class RequestHandler(
    EventApiSandboxOptions options, FaultPlan faults, TokenBucket throttle, Action<ReceivedRequest> keep, CancellationToken stopping)
{
    private readonly byte[] _authorization =
        Encoding.UTF8.GetBytes($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:{options.ApiSecret}"))}");

    public async Task HandleAsync(HttpContext context)
    {
        DateTimeOffset receivedAt = options.TimeProvider.GetUtcNow();
        SandboxFault? fault = faults.Next();
        if (fault is { DropsBeforeBody: true })
        {
            Keep(context, receivedAt, ReadOnlyMemory<byte>.Empty, Judgement.Nothing, fault, answer: null, isTaken: false);
            context.Abort();
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            byte[] body = await ReadAsync(context.Request.Body, ended.Token).ConfigureAwait(false);
            Judgement judgement = BodyJudge.Judge(context.Request.ContentType, body);
            Answer answer = fault is { StatusCode: not null } ? Answer.Of(fault) : Decide(context.Request, body, judgement);
            bool isTaken = answer.StatusCode == StatusCodes.Status202Accepted;
            if (fault is { DropsAfterBody: true } || !await WaitAsync(fault, ended.Token).ConfigureAwait(false))
            {
                // The answer was decided on, and is lost.
                Keep(context, receivedAt, body, judgement, fault, answer: null, isTaken);
                context.Abort();
                return;
            }

            Keep(context, receivedAt, body, judgement, fault, answer, isTaken);
            await answer.WriteAsync(context.Response, ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client, or the sandbox itself, is gone.
            context.Abort();
        }
    }

    // False when the client gave up waiting.
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

    private Answer Decide(HttpRequest request, byte[] body, Judgement judgement)
    {
        string authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return Answer.Of(StatusCodes.Status401Unauthorized);
        }

        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization), _authorization))
        {
            return Answer.Of(StatusCodes.Status403Forbidden);
        }

        if (!throttle.TryTake())
        {
            return Answer.TooManyRequests(throttle.RetryAfter);
        }

        return judgement.Errors.Count == 0
            ? Answer.Of(StatusCodes.Status202Accepted)
            : Answer.Errors(
                body.Length > BodyJudge.MaxBodyBytes ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest,
                judgement.Errors);
    }

    private void Keep(
        HttpContext context, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body, Judgement judgement, SandboxFault? fault, Answer? answer, bool isTaken) =>
        keep(new ReceivedRequest
        {
            ReceivedAt = receivedAt,
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "",
            Pod = context.Request.RouteValues["pod"]?.ToString()?.ToUpperInvariant(),
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            Judgement = judgement,
            Fault = fault,
            StatusCode = answer?.StatusCode,
            RetryAfter = answer?.RetryAfter,
            IsTaken = isTaken,
        });

    // One byte more than may be: enough to know that it is too much.
    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        const int Most = BodyJudge.MaxBodyBytes + 1;
        using var body = new MemoryStream();
        byte[] block = new byte[16 * 1024];
        int read;
        while (body.Length < Most && (read = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Write(block, 0, (int)Math.Min(read, Most - body.Length));
        }

        return body.ToArray();
    }
}
