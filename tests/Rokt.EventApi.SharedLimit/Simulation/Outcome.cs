namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>What was counted.</summary>
internal sealed class Outcome(Scenario scenario)
{
    private readonly List<double> _times = [];

    public Scenario Scenario { get; } = scenario;

    public int Accepted { get; private set; }

    public int Throttled { get; private set; }

    public int[] AcceptedBySecond { get; } = new int[scenario.End + 1];

    public int[] ThrottledBySecond { get; } = new int[scenario.End + 1];

    public int[] AcceptedByInstance { get; } = new int[scenario.Instances];

    /// <summary>What was accepted, as a share of what the limit allows.</summary>
    public double Goodput => Accepted / (Scenario.Limit * Scenario.Counted);

    /// <summary>429s as a share of all responses.</summary>
    public double ThrottledShare => Accepted + Throttled == 0 ? 0 : (double)Throttled / (Accepted + Throttled);

    /// <summary>Jain's index of fairness: 1 when all instances got the same, 1/n when one got everything.</summary>
    public double Fairness
    {
        get
        {
            double sum = AcceptedByInstance.Sum(count => (double)count);
            return sum * sum / (AcceptedByInstance.Length * AcceptedByInstance.Sum(count => (double)count * count));
        }
    }

    /// <summary>How long accepted calls took, with their retries, in seconds.</summary>
    public double MeanTime => _times.Count == 0 ? 0 : _times.Average();

    /// <summary>The time that a share of the accepted calls stayed below, in seconds.</summary>
    public double Time(double share) => _times.Count == 0 ? 0 : _times.Order().ElementAt((int)(share * (_times.Count - 1)));

    public void Record(Request request, double at)
    {
        int second = (int)at;
        (request.IsThrottled ? ThrottledBySecond : AcceptedBySecond)[second]++;
        if (second < Scenario.WarmUp)
        {
            return;
        }

        if (request.IsThrottled)
        {
            Throttled++;
        }
        else
        {
            Accepted++;
            AcceptedByInstance[request.Instance.Number]++;
            _times.Add(at - TimeSpan.FromTicks(request.Arrived).TotalSeconds);
        }
    }
}
