using System.Collections.Concurrent;
using System.Diagnostics;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>Records when each request leaves: behind all that may hold it back.</summary>
internal sealed class DepartureLog(ConcurrentQueue<TimeSpan> departures) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        departures.Enqueue(Stopwatch.GetElapsedTime(0));
        return base.SendAsync(request, cancellationToken);
    }
}
