using Rokt.EventApi.RateLimiting;
using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>
/// Lets instances and a server play a scenario in virtual time, one step after another. What the client decides, its own
/// classes decide here: <see cref="PermitQueue{TWaiter}"/>, <see cref="AdaptiveRate"/>, <see cref="AccountHold"/> and
/// <see cref="RetryDelays"/>. What its pipeline does with them, this class does.
/// </summary>
internal sealed class Simulator
{
    private static readonly EventApiRetryOptions Options = new();

    private readonly VirtualClock _clock = new();
    private readonly PriorityQueue<Step, (long At, long Order)> _steps = new();
    private readonly Scenario _scenario;
    private readonly Random _random;
    private readonly Arrivals _arrivals;
    private readonly RetryDelays _delays;
    private readonly Server _server;
    private readonly Instance[] _instances;
    private readonly Outcome _outcome;
    private long _order;

    private Simulator(Scenario scenario)
    {
        _scenario = scenario;
        _random = new Random(scenario.Seed);
        _arrivals = new Arrivals(scenario, _random);
        _delays = new RetryDelays(Options, _random.NextDouble);
        _server = new Server(scenario.Throttle, scenario.Limit, _clock);
        _instances = [.. Enumerable.Range(0, scenario.Instances).Select(number => new Instance(number, scenario, _clock))];
        _outcome = new Outcome(scenario);
    }

    public static Outcome Run(Scenario scenario)
    {
        var simulator = new Simulator(scenario);
        simulator.Run();
        return simulator._outcome;
    }

    private void Run()
    {
        foreach (Instance instance in _instances)
        {
            ScheduleCall(instance);
        }

        long end = _scenario.End * TimeSpan.TicksPerSecond;
        while (_steps.TryDequeue(out Step step, out (long At, long Order) when) && when.At < end)
        {
            _clock.Now = when.At;
            Take(step);
        }
    }

    private void Take(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Call:
                var request = new Request(_scenario.IsPooled ? _instances[0] : step.Instance, _clock.Now);
                ScheduleCall(step.Instance);
                Schedule(Options.TotalTimeout, new Step(StepKind.TimeOut, request.Instance, request));
                Ask(request);
                break;
            case StepKind.Admit when !step.Request!.IsOver:
                Admit(step.Request);
                break;
            case StepKind.Timer when step.Instance.TimerDue == _clock.Now:
                HandOut(step.Instance);
                break;
            case StepKind.Serve:
                step.Request!.IsThrottled = !_server.TryTake();
                step.Request.PercentageUsed = _scenario.HasHint && !step.Request.IsThrottled ? _server.PercentageUsed : null;
                Schedule(OneWay(), step with { Kind = StepKind.Response });
                break;
            case StepKind.Response:
                Receive(step.Request!);
                break;
            case StepKind.TimeOut:
                TimeOut(step.Request!);
                break;
        }
    }

    // Where the client has Admission.
    private void Ask(Request request)
    {
        request.AskedAt = _clock.Now;
        Admit(request);
    }

    private void Admit(Request request)
    {
        Instance instance = request.Instance;
        TimeSpan held = instance.Hold.Remaining;
        if (held > TimeSpan.Zero)
        {
            if (held >= Remaining(request))
            {
                request.IsOver = true;
            }
            else
            {
                Schedule(held, new Step(StepKind.Admit, instance, request));
            }
        }
        else if (instance.Queue.TryTake())
        {
            Send(request);
        }
        else
        {
            request.Place = instance.Queue.Add(request);
            if (instance.Queue.Waiting == 1)
            {
                ArmTimer(instance);
            }
        }
    }

    // Where the client has PacedRateLimiter's timer.
    private void HandOut(Instance instance)
    {
        while (instance.Queue.TryHandOut(out Request? next, out bool isPermitted))
        {
            next.Place = null;
            if (!isPermitted)
            {
                next.IsOver = true;
            }
            else if (instance.Hold.Remaining > TimeSpan.Zero)
            {
                Admit(next);
            }
            else
            {
                Send(next);
            }
        }

        if (instance.Queue.Waiting > 0)
        {
            ArmTimer(instance);
        }
    }

    private void Send(Request request)
    {
        request.Waited += _clock.Now - request.AskedAt;
        request.Attempts++;
        Schedule(OneWay(), new Step(StepKind.Serve, request.Instance, request));
    }

    // Where the client has OutcomeRecorder and the retry strategy.
    private void Receive(Request request)
    {
        _outcome.Record(request, _clock.Seconds);
        if (request.IsOver)
        {
            return;
        }

        TimeSpan? serverWait = request.IsThrottled && _scenario.RetryAfter is { } retryAfter ? _delays.Honor(retryAfter) : null;
        request.Instance.Queue.Record(request.IsThrottled, request.PercentageUsed);
        request.Instance.Hold.Record(request.IsThrottled, serverWait);
        if (!request.IsThrottled)
        {
            request.IsOver = true;
            return;
        }

        TimeSpan delay = serverWait ?? _delays.BackOff(request.Attempts - 1);
        if (request.Attempts > Options.MaxRetryAttempts || delay >= Remaining(request))
        {
            request.IsOver = true;
            return;
        }

        request.AskedAt = _clock.Now + delay.Ticks;
        Schedule(delay, new Step(StepKind.Admit, request.Instance, request));
    }

    private static void TimeOut(Request request)
    {
        request.IsOver = true;
        if (request.Place is { } place)
        {
            request.Instance.Queue.Remove(place);
        }
    }

    private TimeSpan Remaining(Request request) => Options.TotalTimeout - TimeSpan.FromTicks(_clock.Now - request.Arrived);

    private TimeSpan OneWay() => TimeSpan.FromMilliseconds(15 + (20 * _random.NextDouble()));

    private void ArmTimer(Instance instance)
    {
        TimeSpan wait = instance.Queue.UntilNext;
        instance.TimerDue = _clock.Now + wait.Ticks;
        Schedule(wait, new Step(StepKind.Timer, instance, null));
    }

    private void ScheduleCall(Instance instance)
    {
        double next = _arrivals.Next(instance.Number, _clock.Seconds);
        Schedule(TimeSpan.FromSeconds(next - _clock.Seconds), new Step(StepKind.Call, instance, null));
    }

    private void Schedule(TimeSpan wait, Step step) => _steps.Enqueue(step, (_clock.Now + wait.Ticks, _order++));
}
