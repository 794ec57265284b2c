using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>Answers <c>POST /v2/events</c>: an armed fault first, then credentials, rate, size and body.</summary>
internal sealed class RequestHandler(EventApiSandboxOptions options, RequestStore store, FaultQueue faults, CancellationToken stopping)
{
    private const int MaxBodyBytes = 256 * 1024;

    private readonly Throttle? _throttle =
        options.BatchesPerSecond is { } perSecond ? new Throttle(perSecond, options.TimeProvider) : null;

    private readonly byte[] _authorization =
        Encoding.UTF8.GetBytes($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.ApiKey}:{options.ApiSecret}"))}");

    public async Task HandleAsync(HttpContext context)
    {
        DateTimeOffset receivedAt = options.TimeProvider.GetUtcNow();
        SandboxFault? fault = faults.Next();
        if (fault is { DropsBeforeBody: true })
        {
            Keep(context, receivedAt, ReadOnlyMemory<byte>.Empty, [], answer: null);
            context.Abort();
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            byte[] body = await ReadAsync(context.Request.Body, ended.Token).ConfigureAwait(false);
            IReadOnlyList<SandboxFinding> findings = body.Length > MaxBodyBytes
                ? [new SandboxFinding("", "The request may have 256 kB at most.")]
                : BodyJudge.Judge(context.Request.ContentType, body);
            if (fault is { DropsAfterBody: true })
            {
                Keep(context, receivedAt, body, findings, answer: null);
                context.Abort();
                return;
            }

            if (fault is { Wait.Ticks: > 0 })
            {
                await Task.Delay(fault.Wait, options.TimeProvider, ended.Token).ConfigureAwait(false);
            }

            Answer answer = fault is { StatusCode: not null } ? Answer.Of(fault) : Decide(context.Request, body, findings);
            Keep(context, receivedAt, body, findings, answer);
            await answer.WriteAsync(context.Response, ended.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client, or the sandbox itself, is gone.
            context.Abort();
        }
    }

    private Answer Decide(HttpRequest request, byte[] body, IReadOnlyList<SandboxFinding> findings)
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

        if (_throttle?.TryEnter() == false)
        {
            return Answer.TooManyRequests(options.ThrottleRetryAfter);
        }

        return findings.Count == 0
            ? Answer.Of(StatusCodes.Status202Accepted)
            : Answer.Errors(body.Length > MaxBodyBytes ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, findings);
    }

    private void Keep(
        HttpContext context, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body, IReadOnlyList<SandboxFinding> findings, Answer? answer) =>
        store.Add(new ReceivedRequest
        {
            ReceivedAt = receivedAt,
            Method = context.Request.Method,
            Path = context.Request.Path.Value ?? "",
            Headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            StatusCode = answer?.StatusCode,
            Findings = findings,
        });

    // One byte more than may be: enough to know that it is too much.
    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        byte[] block = new byte[16 * 1024];
        int read;
        while (body.Length <= MaxBodyBytes && (read = await stream.ReadAsync(block, cancellationToken).ConfigureAwait(false)) > 0)
        {
            body.Write(block, 0, (int)Math.Min(read, MaxBodyBytes + 1 - body.Length));
        }

        return body.ToArray();
    }
}
