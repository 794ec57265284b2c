namespace Rokt.EventApi.Benchmarks.Loss;

/// <summary>What a send costs that meets a lost connection.</summary>
/// <param name="Loss">What became of the connection.</param>
/// <param name="Handler">Whose handler sent.</param>
/// <param name="Median">The median time of a send.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Attempts">The most attempts.</param>
internal sealed record LossStanding(ConnectionLoss Loss, string Handler, TimeSpan Median, TimeSpan Longest, int Attempts);
