namespace Rokt.EventApi.Benchmarks;

/// <summary>How long to measure.</summary>
internal sealed record Effort(int Rounds, TimeSpan Round, int Streamed, int Starts, TimeSpan Finding, TimeSpan Holding, bool IsQuick)
{
    public static readonly Effort Full = new(Rounds: 31, TimeSpan.FromSeconds(0.5), Streamed: 100_000, Starts: 21, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), IsQuick: false);

    /// <summary>Enough to see that everything works, and no more.</summary>
    public static readonly Effort Quick = new(Rounds: 3, TimeSpan.FromSeconds(0.3), Streamed: 10_000, Starts: 3, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(3), IsQuick: true);
}
