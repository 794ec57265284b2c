namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>What there is to say of a request, and what the API responds to it.</summary>
/// <param name="StatusCode">The status of the response.</param>
/// <param name="Findings">What was found, the worst first.</param>
/// <param name="Errors">What the body of the response says.</param>
/// <param name="Summary">What a list of requests shows of the body, as far as it was accepted.</param>
/// <param name="Score">How well it can be matched; null for what is no batch.</param>
internal sealed record Judgement(
    int StatusCode, IReadOnlyList<SandboxFinding> Findings, IReadOnlyList<SandboxFinding> Errors, BodySummary Summary, MatchScore? Score)
{
    /// <summary>Creates the judgement of a request that is refused as a whole.</summary>
    /// <param name="statusCode">The status of the response.</param>
    /// <param name="message">Why.</param>
    /// <param name="rule">Who says so.</param>
    /// <param name="hasBody">Whether the response says why; 401 and 403 do not.</param>
    public static Judgement Refusal(int statusCode, string message, string rule, bool hasBody = true)
    {
        var finding = new SandboxFinding(SandboxGrade.Refused, "", message, rule);
        return new Judgement(statusCode, [finding], hasBody ? [finding] : [], BodySummary.Empty, null);
    }
}
