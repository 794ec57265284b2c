using Rokt.EventApi.RateLimiting;

namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>An application with a client of its own: the client's own classes, without their timers.</summary>
internal sealed class Instance
{
    public Instance(int number, Scenario scenario, VirtualClock clock)
    {
        Number = number;
        Rate = scenario.IsAdaptive ? new AdaptiveRate(scenario.Limit, clock) : null;
        Queue = new PermitQueue<Request>(scenario.Limit, new EventApiRateLimitOptions().Burst, Rate, clock, new EventApiRetryOptions().TotalTimeout * Admission.PatienceShare);
        Hold = new AccountHold(clock);
    }

    public int Number { get; }

    public AdaptiveRate? Rate { get; }

    public PermitQueue<Request> Queue { get; }

    public AccountHold Hold { get; }

    public long TimerDue { get; set; }
}
