using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.Tests.Resilience;

public sealed class RollingCounterTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(0.999, 1)]
    [InlineData(1, 0)]
    public void An_outcome_counts_for_the_length_of_the_window(double seconds, int counted)
    {
        RollingCounter counter = Create();
        counter.Add(isFailure: true, _clock.GetTimestamp());
        counter.Add(isFailure: false, _clock.GetTimestamp());

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal((counted, counted), counter.Count(_clock.GetTimestamp()));
    }

    [Fact]
    public void Outcomes_leave_the_window_a_tenth_of_it_at_a_time()
    {
        RollingCounter counter = Create();
        for (int i = 0; i < 10; i++)
        {
            counter.Add(isFailure: i % 2 == 0, _clock.GetTimestamp());
            _clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.Equal((4, 5), counter.Count(_clock.GetTimestamp()));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((4, 4), counter.Count(_clock.GetTimestamp()));
    }

    [Fact]
    public void It_begins_again_when_it_is_cleared()
    {
        RollingCounter counter = Create();
        counter.Add(isFailure: true, _clock.GetTimestamp());

        counter.Clear();

        Assert.Equal((0, 0), counter.Count(_clock.GetTimestamp()));
    }

    private RollingCounter Create() => new(TimeSpan.FromSeconds(1), _clock);
}
