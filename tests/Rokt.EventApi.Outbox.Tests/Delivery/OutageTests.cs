using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class OutageTests
{
    private const int Credentials = 1;

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_wait_for_a_probe_is_one_that_a_timer_can_count()
    {
        var outage = new Outage(new Backoff(TimeSpan.FromMinutes(1), () => 0), _clock);
        outage.Held(TimeSpan.FromMilliseconds(3));
        var waits = new List<TimeSpan>();
        while (outage.Wait(Credentials) is { Ticks: > 0 } wait)
        {
            waits.Add(wait);
            _clock.Advance(TimeSpan.FromMilliseconds(0.75));
        }

        Assert.Equal([3, 3, 2, 1], waits.Select(wait => wait.TotalMilliseconds));
    }
}
