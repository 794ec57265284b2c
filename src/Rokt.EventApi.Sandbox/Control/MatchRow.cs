namespace Rokt.EventApi.Sandbox.Control;

/// <summary>How well a conversion can be matched.</summary>
/// <param name="Value">How many signals are there.</param>
/// <param name="Maximum">How many there are.</param>
/// <param name="Present">The signals that are there.</param>
/// <param name="Missing">The others.</param>
internal sealed record MatchRow(int Value, int Maximum, IReadOnlyList<string> Present, IReadOnlyList<string> Missing)
{
    public static MatchRow? Create(MatchScore? score) =>
        score is null ? null : new MatchRow(score.Value, MatchScore.Maximum, score.Present, score.Missing);
}
