using Rokt.EventApi.Sandbox.Keeping;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>A request in full.</summary>
/// <param name="Row">What the list shows of it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path.</param>
/// <param name="Headers">The headers; credentials are masked always.</param>
/// <param name="Body">The body, indented if it is JSON; personal data is masked unless it was asked for.</param>
/// <param name="Errors">What the real API would answer 400 to.</param>
/// <param name="Advice">What it would accept, but the sender would want to know.</param>
internal sealed record RequestDetails(
    RequestRow Row,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    IReadOnlyList<SandboxFinding> Errors,
    IReadOnlyList<SandboxFinding> Advice)
{
    public static RequestDetails Of(ReceivedRequest request, bool reveal) => new(
        RequestRow.Of(request),
        request.Method,
        request.Path,
        request.Headers.ToDictionary(header => header.Key, header => MaskedHeader.Value(header.Key, header.Value)),
        BodyView.Text(request.Body, reveal),
        request.Errors,
        request.Advice);
}
