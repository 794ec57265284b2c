using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Rokt.EventApi.Tests.Sending;

/// <summary>Responds in the order of its script, then 202; keeps what it was sent.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<CancellationToken, Task<HttpResponseMessage>>> _script = new();

    public ConcurrentQueue<string> Bodies { get; } = new();

    public ConcurrentQueue<string?> Authorizations { get; } = new();

    public int Requests => Bodies.Count;

    public void Add(Func<CancellationToken, Task<HttpResponseMessage>> step) => _script.Enqueue(step);

    public void Respond(int statusCode, string? retryAfter = null, HttpContent? body = null, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            Add(_ => Task.FromResult(Response(statusCode, retryAfter, body)));
        }
    }

    public void RespondWithBody(int statusCode, string body) => Respond(statusCode, body: new StringContent(body, Encoding.UTF8, "application/json"));

    public void Fail(Exception exception, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            Add(_ => Task.FromException<HttpResponseMessage>(exception));
        }
    }

    /// <summary>Says nothing until it is cancelled.</summary>
    public void Hang(Action? onHanging = null) => Add(async cancellationToken =>
    {
        onHanging?.Invoke();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return Response(202);
    });

    /// <summary>Takes the next step out of the script; false when it is over.</summary>
    public bool TrySkip() => _script.TryDequeue(out _);

    public static HttpResponseMessage Response(int statusCode, string? retryAfter = null, HttpContent? body = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)statusCode) { Content = body ?? new ByteArrayContent([]) };
        if (retryAfter is not null)
        {
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Authorizations.Enqueue(request.Headers.Authorization?.ToString());
        Bodies.Enqueue(await request.Content!.ReadAsStringAsync(cancellationToken));
        return _script.TryDequeue(out Func<CancellationToken, Task<HttpResponseMessage>>? step) ? await step(cancellationToken) : Response(202);
    }
}
