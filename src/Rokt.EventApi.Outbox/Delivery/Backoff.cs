namespace Rokt.EventApi.Outbox.Delivery;

/// <summary>Waits that double from a second up to a cap, up to half of each at random.</summary>
internal sealed class Backoff(TimeSpan cap, Func<double> random)
{
    public TimeSpan Of(int failures)
    {
        double seconds = Math.Min(Math.Pow(2, Math.Min(failures, 30)), cap.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - (random() / 2)));
    }
}
