using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

/// <summary>A time that was stored is believed only as far as another clock confirms it.</summary>
public sealed class OutboxClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Days = TimeSpan.FromDays(4);
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(72);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly JumpingClock _machine;
    private readonly OutboxClock _clock;

    public OutboxClockTests()
    {
        _machine = new JumpingClock(_time);
        _clock = new OutboxClock(_machine);
    }

    private long Right => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void The_time_that_rows_are_due_by_does_not_jump_with_the_machine_and_follows_after_a_minute(int seconds)
    {
        _machine.Jump(TimeSpan.FromSeconds(seconds));

        Assert.Equal(Right, _clock.Now);
        _time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Equal(Right, _clock.Now);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(Right + (seconds * 1000L), _clock.Now);
    }

    [Fact]
    public void A_clock_that_is_set_right_again_within_a_minute_has_changed_nothing()
    {
        _machine.Jump(Hour);
        Assert.Equal(Right, _clock.Now);
        _time.Advance(TimeSpan.FromSeconds(40));
        _machine.Jump(-Hour);
        Assert.Equal(Right, _clock.Now);
        _time.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(Right, _clock.Now);
    }

    [Fact]
    public void A_clock_that_is_set_right_again_after_it_was_believed_is_believed_at_once()
    {
        _machine.Jump(Days);
        Assert.Equal(Right, _clock.Now);
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.NotEqual(Right, _clock.Now);
        _machine.Jump(-Days);

        Assert.Equal(Right, _clock.Now);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    public void What_is_scheduled_while_the_machine_is_days_off_waits_as_long_as_the_application_wants(int days)
    {
        _machine.Jump(TimeSpan.FromDays(days));
        long wanted = _machine.GetUtcNow().AddHours(2).ToUnixTimeMilliseconds();

        Assert.Equal((Right, Right + (long)(2 * Hour).TotalMilliseconds), _clock.Schedule(wanted));
    }

    [Theory]
    [InlineData(-60_000, 0)]
    [InlineData(-60_001, -60_001)]
    [InlineData(60_000, 0)]
    [InlineData(60_001, 60_001)]
    public void What_is_scheduled_is_kept_by_the_stores_clock_where_that_is_off_by_more_than_a_minute(long off, long expected)
    {
        _clock.Confirm(Right + off);

        Assert.Equal((Right + off, Right + 5000 + expected), _clock.Schedule(Right + 5000));
    }

    [Fact]
    public void What_was_scheduled_by_a_clock_that_was_believed_and_then_set_right_was_a_mistake_until_it_is_corrected()
    {
        _clock.Schedule(Right + 5000);
        _machine.Jump(Days);
        Assert.Equal(Right, _clock.Now);
        _time.Advance(TimeSpan.FromSeconds(90));
        (long created, _) = _clock.Schedule(Right);
        Assert.Null(_clock.Mistaken);
        _machine.Jump(-Days);

        Assert.Equal((Right + 60_000, created), _clock.Mistaken);
        _clock.Correct();
        Assert.Null(_clock.Mistaken);
    }

    [Fact]
    public void What_is_enqueued_while_the_machine_is_days_behind_is_not_born_old()
    {
        _machine.Jump(-Days);

        Assert.Equal(Right, _clock.Created);
    }

    [Fact]
    public void What_is_enqueued_on_a_machine_that_was_behind_from_its_start_has_the_time_of_the_stores_clock()
    {
        _clock.Confirm(Right + (long)Days.TotalMilliseconds);
        _time.Advance(Hour);

        Assert.Equal(Right + (long)Days.TotalMilliseconds, _clock.Created);
    }

    [Theory]
    [InlineData(60_000, 0)]
    [InlineData(60_001, 60_001)]
    public void A_store_whose_clock_is_up_to_a_minute_ahead_changes_nothing(long ahead, long expected)
    {
        _clock.Confirm(Right + ahead);

        Assert.Equal(Right + expected, _clock.Created);
    }

    [Fact]
    public void Age_is_believed_when_this_process_has_seen_it()
    {
        long created = _clock.Created;
        _time.Advance(MaxAge);
        Assert.False(_clock.IsOlder(created, MaxAge));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(_clock.IsOlder(created, MaxAge));
    }

    [Fact]
    public void A_clock_days_ahead_makes_nothing_old()
    {
        long created = _clock.Created;
        _machine.Jump(Days);
        _time.Advance(TimeSpan.FromHours(2));

        Assert.False(_clock.IsOlder(created, MaxAge));
    }

    [Fact]
    public void A_clock_days_ahead_makes_nothing_old_though_the_stores_agrees()
    {
        long created = _clock.Created;
        _machine.Jump(Days);
        _clock.Confirm(Right + (long)Days.TotalMilliseconds);
        _time.Advance(TimeSpan.FromHours(2));

        Assert.False(_clock.IsOlder(created, MaxAge));
    }

    [Fact]
    public void A_process_that_starts_while_the_clock_is_days_ahead_judges_nothing_of_before_for_an_hour()
    {
        long created = Right - (long)Days.TotalMilliseconds;

        Assert.False(_clock.IsOlder(created, MaxAge));
        Assert.Null(_clock.LatestOlder(MaxAge));
        _time.Advance(Hour);

        Assert.True(_clock.IsOlder(created, MaxAge));
        Assert.Equal(Right - (long)MaxAge.TotalMilliseconds, _clock.LatestOlder(MaxAge));
    }

    [Fact]
    public void The_stores_clock_has_to_confirm_an_age()
    {
        long created = Right - (long)Days.TotalMilliseconds;
        _clock.Confirm(Right - (long)Days.TotalMilliseconds);
        _time.Advance(TimeSpan.FromHours(2));

        Assert.False(_clock.IsOlder(created, MaxAge));
    }
}
