namespace Rokt.EventApi.Sandbox.Control;

/// <summary>Something that was found in a request.</summary>
/// <param name="Path">Where in the JSON; empty for the request as a whole.</param>
/// <param name="Message">What is the matter there.</param>
/// <param name="Rule">The rule that it breaks; null for advice.</param>
internal sealed record FindingRow(string Path, string Message, string? Rule)
{
    public static IReadOnlyList<FindingRow> List(ReceivedRequest request, SandboxGrade grade) =>
        [.. request.Findings.Where(finding => finding.Grade == grade).Select(finding => new FindingRow(finding.Path, finding.Message, finding.Rule))];
}
