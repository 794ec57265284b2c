namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A request in the list; no personal data.</summary>
internal sealed record RequestRow(
    int Number,
    DateTimeOffset ReceivedAt,
    string Method,
    string Path,
    string? Pod,
    int? StatusCode,
    string? Environment,
    int EventCount,
    string? Amount,
    string? Currency,
    string? ConfirmationRef,
    int Bytes,
    int Refused,
    int AgainstTheGuide,
    int Advice,
    int? MatchScore,
    int MatchMaximum,
    int Attempt,
    int? DuplicateOf,
    string? Fault)
{
    private const int MaxPathLength = 200;

    public static RequestRow Create(ReceivedRequest request) => new(
        request.Number,
        request.ReceivedAt,
        request.Method,
        request.Path.Length > MaxPathLength ? $"{request.Path[..MaxPathLength]}…" : request.Path,
        request.Pod,
        request.StatusCode,
        request.Summary.Environment,
        request.Summary.EventCount,
        request.Summary.Amount,
        request.Summary.Currency,
        request.Summary.ConfirmationRef,
        request.Body.Length,
        request.Count(SandboxGrade.Refused),
        request.Count(SandboxGrade.AgainstTheGuide),
        request.Count(SandboxGrade.Advice),
        request.MatchScore?.Value,
        Sandbox.MatchScore.Maximum,
        request.Attempt,
        request.DuplicateOf,
        request.Fault?.ToString());
}
