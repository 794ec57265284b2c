using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class PaceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Sends_go_evenly_a_little_below_the_limit()
    {
        var pace = new Pace(98, burst: 4, _clock);
        DateTimeOffset start = _clock.GetUtcNow();
        for (int sent = 0; sent < 1000; sent++)
        {
            Task waiting = pace.WaitAsync(TestContext.Current.CancellationToken);
            while (!waiting.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }
        }

        double perSecond = 1000 / (_clock.GetUtcNow() - start).TotalSeconds;
        Assert.InRange(perSecond, 97.5, 98.6);
    }

    [Fact]
    public void At_the_outboxs_share_of_the_APIs_limit_no_second_has_more_than_the_limit_breaks_or_not()
    {
        var pace = new Pace(0.98 * 270, burst: 4, _clock);
        var sent = new List<long>();
        for (int i = 0; i < 3000; i++)
        {
            Task waiting = pace.WaitAsync(TestContext.Current.CancellationToken);
            while (!waiting.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(1));
            }

            sent.Add(_clock.GetUtcNow().ToUnixTimeMilliseconds());
            _clock.Advance(i % 700 == 0 ? TimeSpan.FromMilliseconds(i % 900) : TimeSpan.Zero);
        }

        int most = sent.Select((time, i) => sent.Skip(i).TakeWhile(later => later - time < 1000).Count()).Max();
        Assert.InRange(most, 264, 270);
    }

    [Fact]
    public void After_a_break_a_few_go_at_once_and_no_more()
    {
        var pace = new Pace(98, burst: 4, _clock);
        _clock.Advance(TimeSpan.FromMinutes(1));
        int atOnce = 0;
        while (pace.WaitAsync(TestContext.Current.CancellationToken).IsCompleted)
        {
            atOnce++;
        }

        Assert.Equal(4, atOnce);
    }
}
