namespace Rokt.EventApi.Outbox.Outages;

/// <summary>Waits that double from a second up to a cap; up to half of each is taken off at random.</summary>
internal sealed class Backoff(TimeSpan cap, Func<double> random)
{
    /// <summary>Gets the wait after a number of failures in a row; 0 for the first.</summary>
    public TimeSpan After(int failures)
    {
        double seconds = Math.Min(Math.Pow(2, Math.Min(failures, 30)), cap.TotalSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - (random() / 2)));
    }
}
