namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A request in the list; no personal data.</summary>
internal sealed record RequestRow(
    int Number,
    DateTimeOffset ReceivedAt,
    string? Pod,
    int? StatusCode,
    string? Environment,
    int EventCount,
    string? Amount,
    string? Currency,
    string? ConfirmationRef,
    int Bytes,
    int Errors,
    int Advice,
    int Attempt,
    int? DuplicateOf,
    string? Fault)
{
    public static RequestRow Of(ReceivedRequest request) => new(
        request.Number,
        request.ReceivedAt,
        request.Pod,
        request.StatusCode,
        request.Judgement.Summary.Environment,
        request.Judgement.Summary.EventCount,
        request.Judgement.Summary.Amount,
        request.Judgement.Summary.Currency,
        request.Judgement.Summary.ConfirmationRef,
        request.Body.Length,
        request.Errors.Count,
        request.Advice.Count,
        request.Attempt,
        request.DuplicateOf,
        request.Fault?.ToString());
}
