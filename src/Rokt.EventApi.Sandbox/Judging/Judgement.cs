namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>What there is to say of a body.</summary>
/// <param name="Errors">What the real API answers 400 to.</param>
/// <param name="Advice">What it accepts, but the sender would want to know.</param>
/// <param name="Summary">What a list of requests shows of it.</param>
internal sealed record Judgement(IReadOnlyList<SandboxFinding> Errors, IReadOnlyList<SandboxFinding> Advice, BodySummary Summary)
{
    public static readonly Judgement Nothing = new([], [], BodySummary.Empty);

    public static Judgement OfError(string message) => new([new SandboxFinding("", message)], [], BodySummary.Empty);
}
