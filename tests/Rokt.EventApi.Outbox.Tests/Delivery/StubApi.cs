using System.Collections.Concurrent;
using System.Net;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>An API in this process; what it responds is the test's.</summary>
internal sealed class StubApi : HttpMessageHandler
{
    private readonly ConcurrentQueue<string> _bodies = new();

    /// <summary>The bodies that were sent.</summary>
    public IReadOnlyList<string> Bodies => [.. _bodies];

    /// <summary>Responds to a body; accepts it by default.</summary>
    public Func<string, CancellationToken, Task<HttpResponseMessage>> Respond { get; set; } = static (_, _) => Task.FromResult(Status(HttpStatusCode.Accepted));

    public static HttpResponseMessage Status(HttpStatusCode statusCode, TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage(statusCode);
        response.Headers.RetryAfter = retryAfter is { } delta ? new System.Net.Http.Headers.RetryConditionHeaderValue(delta) : null;
        return response;
    }

    public void Always(HttpStatusCode statusCode, TimeSpan? retryAfter = null) => Respond = (_, _) => Task.FromResult(Status(statusCode, retryAfter));

    public void Always(Exception exception) => Respond = (_, _) => Task.FromException<HttpResponseMessage>(exception);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = await request.Content!.ReadAsStringAsync(cancellationToken);
        _bodies.Enqueue(body);
        return await Respond(body, cancellationToken);
    }
}
