using Rokt.EventApi.Sandbox.Keeping;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A request in full.</summary>
/// <param name="Row">What the list shows of it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Headers">The headers; credentials are always masked.</param>
/// <param name="Body">The body, indented if it is JSON; personal data is masked unless it was asked for.</param>
/// <param name="Refused">What the API refuses.</param>
/// <param name="AgainstTheGuide">What breaks a rule, but is not known to be refused.</param>
/// <param name="Advice">What the API accepts, but the sender would want to know.</param>
/// <param name="Match">How well the conversion can be matched.</param>
internal sealed record RequestDetails(
    RequestRow Row,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    IReadOnlyList<FindingRow> Refused,
    IReadOnlyList<FindingRow> AgainstTheGuide,
    IReadOnlyList<FindingRow> Advice,
    MatchRow? Match)
{
    public static RequestDetails Create(ReceivedRequest request, bool reveal) => new(
        RequestRow.Create(request),
        request.Method,
        request.Path,
        request.Headers.ToDictionary(header => header.Key, header => MaskedHeader.Value(header.Key, header.Value)),
        BodyView.Text(request.Body, reveal),
        FindingRow.List(request, SandboxGrade.Refused),
        FindingRow.List(request, SandboxGrade.AgainstTheGuide),
        FindingRow.List(request, SandboxGrade.Advice),
        MatchRow.Create(request.MatchScore));
}
