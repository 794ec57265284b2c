namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>Looks at what flows with each request.</summary>
internal sealed class Peeking(Action look) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        look();
        return base.SendAsync(request, cancellationToken);
    }
}
