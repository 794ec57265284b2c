using System.Collections.Concurrent;
using System.Globalization;

namespace Rokt.EventApi.ResponseFuzz;

/// <summary>What became of the sends, and which promise one of them broke.</summary>
internal sealed class FuzzReport
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();

    public IReadOnlyCollection<string> Violations => _violations;

    public int Sends => _outcomes.Values.Sum();

    public void Add(SendResult result) =>
        _outcomes.AddOrUpdate($"{result.Status} {(result.StatusCode is null ? result.Errors[0].Code : "with a response")}", 1, (_, count) => count + 1);

    public void AddViolation(int number, string broken) => _violations.Enqueue(string.Create(CultureInfo.InvariantCulture, $"response {number}: {broken}"));

    public override string ToString() => string.Join('\n',
        [
            string.Create(CultureInfo.InvariantCulture, $"{Sends:N0} responses, {_violations.Count} violations"),
            .. _outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"  {pair.Key}: {pair.Value:N0}")),
            .. _violations.Take(20),
        ]);
}
