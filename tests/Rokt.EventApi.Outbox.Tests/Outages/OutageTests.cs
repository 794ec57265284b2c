using Microsoft.Extensions.Time.Testing;
using Rokt.EventApi.Outbox.Outages;

namespace Rokt.EventApi.Outbox.Tests.Outages;

/// <summary>The transitions between delivering, an outage, a hold and refused credentials.</summary>
public sealed class OutageTests
{
    private const int Credentials = 1;
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = new("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid C = new("00000000-0000-0000-0000-00000000000c");

    private static readonly Failure ItsOwn = new(IsItsOwn: true, BeginsOutage: false, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new();
    private readonly Outage _outage;

    public OutageTests() => _outage = new Outage(new Backoff(TimeSpan.FromMinutes(1), () => 0), _clock);

    [Fact]
    public void At_first_it_delivers() => AssertDelivering();

    [Fact]
    public void One_conversion_that_fails_is_no_outage_and_a_second_one_is()
    {
        Failure first = Fail(A);
        AssertDelivering();
        Failure second = Fail(B);
        Failure third = Fail(C);

        Assert.Equal((false, false), (first.IsItsOwn, first.BeginsOutage));
        Assert.Equal((false, true), (second.IsItsOwn, second.BeginsOutage));
        Assert.Equal((false, false), (third.IsItsOwn, third.BeginsOutage));
        Assert.Equal((true, OutboxState.Unavailable), (_outage.IsOn, _outage.State));
    }

    [Fact]
    public void The_same_conversion_that_fails_twice_is_no_outage()
    {
        Fail(A);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Fail(A);

        AssertDelivering();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_outage_ends_when_the_server_accepts_or_rejects_a_conversion(bool isAccepted)
    {
        Fail(A);
        Fail(B);

        _outage.RecordResponse(C, isAccepted);

        AssertDelivering();
    }

    [Fact]
    public void Throttling_ends_an_outage_for_the_server_is_there()
    {
        Fail(A);
        Fail(B);

        _outage.RecordThrottling();

        AssertDelivering();
        Assert.Equal(TimeSpan.Zero, _outage.FailingFor);
    }

    [Fact]
    public void Probes_go_at_intervals_that_double_up_to_the_longest()
    {
        Fail(A);
        Fail(B);
        var waits = new List<double>();
        for (int i = 0; i < 9; i++)
        {
            waits.Add(Wait().TotalSeconds);
            _clock.Advance(Wait());
            Fail(i % 2 == 0 ? A : B);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
    }

    [Fact]
    public void Failures_that_were_in_flight_together_count_once()
    {
        for (int i = 0; i < 16; i++)
        {
            Fail(Guid.NewGuid());
        }

        Assert.Equal(TimeSpan.FromSeconds(1), Wait());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Fail(A);

        Assert.Equal(TimeSpan.FromSeconds(2), Wait());
    }

    [Fact]
    public void A_conversion_is_at_fault_itself_when_another_was_accepted_after_it_was_sent()
    {
        long startedAt = _clock.GetTimestamp();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _outage.RecordResponse(B, isAccepted: true);

        Assert.Equal(ItsOwn, _outage.RecordFailure(A, startedAt));
    }

    [Fact]
    public void A_conversion_is_not_at_fault_when_the_last_acceptance_was_before_it_was_sent()
    {
        _outage.RecordResponse(B, isAccepted: true);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Fail(A).IsItsOwn);
    }

    [Fact]
    public void A_conversion_is_at_fault_itself_when_another_was_accepted_since_it_failed_the_last_time()
    {
        Fail(A);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _outage.RecordResponse(B, isAccepted: true);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Fail(A).IsItsOwn);
    }

    [Fact]
    public void A_rejection_of_another_conversion_puts_no_conversion_at_fault()
    {
        Fail(A);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _outage.RecordResponse(B, isAccepted: false);

        Assert.False(Fail(A).IsItsOwn);
    }

    [Fact]
    public void A_conversion_that_left_the_outbox_no_longer_counts()
    {
        Fail(A);
        Fail(B);

        _outage.Forget(A);

        AssertDelivering();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_conversion_that_comes_back_after_it_was_rejected_or_left_the_outbox_is_judged_by_its_new_send_alone(bool isRejected)
    {
        Fail(A);
        _clock.Advance(TimeSpan.FromSeconds(1));
        if (isRejected)
        {
            _outage.RecordResponse(A, isAccepted: false);
        }
        else
        {
            _outage.Forget(A);
        }

        _outage.RecordResponse(B, isAccepted: true);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(Fail(A).IsItsOwn);
    }

    [Fact]
    public void A_hold_lets_only_a_probe_go_when_it_is_over_and_is_no_outage()
    {
        _outage.RecordHold(TimeSpan.FromSeconds(30));

        Assert.Equal((true, OutboxState.Delivering, TimeSpan.Zero), (_outage.IsOn, _outage.State, _outage.FailingFor));
        Assert.Equal(TimeSpan.FromSeconds(30), Wait());
        _outage.RecordResponse(A, isAccepted: true);
        AssertDelivering();
    }

    [Fact]
    public void A_shorter_hold_does_not_replace_a_longer_one_and_a_longer_one_does()
    {
        _outage.RecordHold(TimeSpan.FromSeconds(30));
        _outage.RecordHold(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(30), Wait());

        _outage.RecordHold(TimeSpan.FromSeconds(40));

        Assert.Equal(TimeSpan.FromSeconds(40), Wait());
    }

    [Theory]
    [InlineData(3599, 3599)]
    [InlineData(3600, 3600)]
    [InlineData(3601, 3600)]
    [InlineData(400_000, 3600)]
    public void A_hold_is_an_hour_at_most(int seconds, int expected)
    {
        _outage.RecordHold(TimeSpan.FromSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(expected), Wait());
    }

    [Fact]
    public void Refused_credentials_are_reported_once_and_probed_at_intervals_that_double()
    {
        Failure first = Refuse(A);
        Failure second = Refuse(B);

        Assert.Equal(new Failure(IsItsOwn: false, BeginsOutage: true, TimeSpan.FromSeconds(1)), first);
        Assert.Equal(new Failure(IsItsOwn: false, BeginsOutage: false, TimeSpan.FromSeconds(1)), second);
        Assert.Equal((true, OutboxState.CredentialsRefused), (_outage.IsOn, _outage.State));
        Assert.Equal(TimeSpan.FromSeconds(1), Wait());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Refuse(A);
        Assert.Equal(TimeSpan.FromSeconds(2), Wait());
    }

    [Fact]
    public void An_acceptance_resets_the_refusals()
    {
        for (int i = 0; i < 4; i++)
        {
            Refuse(A);
            _clock.Advance(Wait());
        }

        _outage.RecordResponse(B, isAccepted: true);
        AssertDelivering();
        _clock.Advance(TimeSpan.FromSeconds(1));
        Failure again = Refuse(C);

        Assert.True(again.BeginsOutage);
        Assert.Equal(TimeSpan.FromSeconds(1), Wait());
    }

    [Fact]
    public void With_new_credentials_a_probe_goes_at_once_and_once()
    {
        Refuse(A);
        _clock.Advance(Wait());
        Refuse(A);
        const int Changed = 2;

        Assert.Equal(TimeSpan.Zero, _outage.WaitForProbe(Changed));
        Assert.True(_outage.RecordRefusal(A, _clock.GetTimestamp(), Changed).BeginsOutage);
        Assert.NotEqual(TimeSpan.Zero, _outage.WaitForProbe(Changed));
    }

    [Fact]
    public void A_refusal_of_one_conversion_while_others_are_accepted_is_its_own()
    {
        long startedAt = _clock.GetTimestamp();
        _outage.RecordResponse(B, isAccepted: true);

        Assert.Equal(ItsOwn, _outage.RecordRefusal(A, startedAt, Credentials));
        AssertDelivering();
    }

    [Fact]
    public void Throttling_does_not_end_a_pause_for_refused_credentials()
    {
        Refuse(A);
        _clock.Advance(Wait());

        _outage.RecordThrottling();

        Assert.Equal(OutboxState.CredentialsRefused, _outage.State);
        Assert.Equal(TimeSpan.FromSeconds(2), Wait());
        _clock.Advance(Wait());
        _outage.RecordThrottling();
        Assert.Equal(TimeSpan.FromSeconds(4), Wait());
    }

    [Fact]
    public void A_suspicion_lets_a_probe_go_at_once_and_ends_with_a_response()
    {
        _outage.Suspect();

        Assert.Equal((true, OutboxState.Unavailable, TimeSpan.Zero), (_outage.IsOn, _outage.State, Wait()));
        Fail(A);
        Assert.Equal((true, TimeSpan.FromSeconds(1)), (_outage.IsOn, Wait()));
        _outage.RecordResponse(A, isAccepted: true);
        AssertDelivering();
    }

    [Fact]
    public void It_fails_from_the_first_failure_to_the_next_response_whatever_else_fails_in_between()
    {
        Assert.Equal(TimeSpan.Zero, _outage.FailingFor);
        Fail(A);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Refuse(B);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Fail(C);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(30), _outage.FailingFor);

        _outage.RecordResponse(A, isAccepted: true);

        Assert.Equal(TimeSpan.Zero, _outage.FailingFor);
    }

    [Fact]
    public void The_wait_for_a_probe_is_one_that_a_timer_can_count()
    {
        _outage.RecordHold(TimeSpan.FromMilliseconds(3));
        var waits = new List<TimeSpan>();
        while (Wait() is { Ticks: > 0 } wait)
        {
            waits.Add(wait);
            _clock.Advance(TimeSpan.FromMilliseconds(0.75));
        }

        Assert.Equal([3, 3, 2, 1], waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public void Its_cause_is_that_of_the_last_failure_until_it_ends()
    {
        _outage.RecordFailure(A, _clock.GetTimestamp(), "unavailable 500");
        Assert.Null(_outage.Cause);
        _outage.RecordFailure(B, _clock.GetTimestamp(), "unavailable 503");
        Assert.Equal("unavailable 503", _outage.Cause);
        _outage.RecordRefusal(C, _clock.GetTimestamp(), Credentials, "refused 401");
        Assert.Equal("refused 401", _outage.Cause);

        _outage.RecordResponse(C, isAccepted: true);

        Assert.Null(_outage.Cause);
    }

    private Failure Fail(Guid id) => _outage.RecordFailure(id, _clock.GetTimestamp());

    private Failure Refuse(Guid id) => _outage.RecordRefusal(id, _clock.GetTimestamp(), Credentials);

    private TimeSpan Wait() => _outage.WaitForProbe(Credentials);

    private void AssertDelivering() => Assert.Equal((false, OutboxState.Delivering, TimeSpan.Zero), (_outage.IsOn, _outage.State, Wait()));
}
