namespace Rokt.EventApi.Benchmarks;

/// <summary>One way to do what is measured.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="RoundAsync">Does it for one round.</param>
internal sealed record Contender(string Name, Func<Task<Sample>> RoundAsync);
