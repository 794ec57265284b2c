using System.Text.Json;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox;

/// <summary>
/// Describes how well a conversion can be matched: which of the signals that Rokt can match by are there. A signal counts when its value
/// stands for somebody; a placeholder, a private IP address or an advertising id of zeros does not.
/// </summary>
/// <remarks>Every signal counts the same: how Rokt weighs them is not published.</remarks>
public sealed class MatchScore
{
    private readonly bool[] _isThere;

    private MatchScore(bool[] isThere) => _isThere = isThere;

    /// <summary>Gets the number of signals that there are: the highest score.</summary>
    public static int Maximum => MatchSignal.All.Count;

    /// <summary>Gets the number of signals that are there: 0 to <see cref="Maximum"/>.</summary>
    public int Value => _isThere.Count(isThere => isThere);

    /// <summary>Gets the signals that are there, such as <c>email</c> and <c>click id</c>.</summary>
    public IReadOnlyList<string> Present => Names(isThere: true);

    /// <summary>Gets the signals that are missing, or whose value stands for nobody.</summary>
    public IReadOnlyList<string> Missing => Names(isThere: false);

    /// <summary>Calculates the score of a request's body.</summary>
    /// <param name="body">The JSON of one batch, in UTF-8.</param>
    /// <returns>The score; 0 for a body that is no JSON object.</returns>
    /// <example>
    /// <code>
    /// MatchScore score = MatchScore.Calculate(body);
    /// Console.WriteLine($"{score.Value} of {MatchScore.Maximum}; missing: {string.Join(", ", score.Missing)}");
    /// </code>
    /// </example>
    public static MatchScore Calculate(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Calculate(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Malformed, or with half of a surrogate pair.
            return new MatchScore(new bool[Maximum]);
        }
    }

    /// <summary>Returns the score, such as <c>7 of 12</c>.</summary>
    public override string ToString() => $"{Value} of {Maximum}";

    internal static MatchScore Calculate(JsonElement root) => new([.. MatchSignal.All.Select(signal => signal.IsThere(root))]);

    private IReadOnlyList<string> Names(bool isThere) =>
        [.. MatchSignal.All.Where((_, index) => _isThere[index] == isThere).Select(signal => signal.Name)];
}
