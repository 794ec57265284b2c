using Microsoft.AspNetCore.Http;
using Rokt.EventApi.Sandbox.Judging;

namespace Rokt.EventApi.Sandbox.Server;

/// <summary>What a method and a path stand for: one of the API's two addresses, with or without a pod, or neither.</summary>
/// <param name="Pod">The pod in the path.</param>
/// <param name="IsBulk">Whether it is <c>/v2/bulkevents</c>.</param>
/// <param name="StatusCode">What is responded to an address that is not the API's; null for one that is.</param>
/// <param name="Finding">What there is to say of it.</param>
internal sealed record ApiAddress(string? Pod, bool IsBulk, int? StatusCode, SandboxFinding? Finding)
{
    private const string Events = "/v2/events";
    private const string Bulk = "/v2/bulkevents";
    private const string Rule = "The guide: the Event API accepts POST requests sent to /v2/events.";

    private static readonly string[] Pods = ["us1", "us2", "eu1", "au1"];

    public static ApiAddress Parse(string method, string path)
    {
        string written = path.TrimEnd('/');
        bool isBulk = written.EndsWith(Bulk, StringComparison.OrdinalIgnoreCase);
        bool isEvents = written.EndsWith(Events, StringComparison.OrdinalIgnoreCase);
        string prefix = isBulk || isEvents ? written[..^(isBulk ? Bulk : Events).Length] : "";
        bool hasPod = prefix.Length > 1 && prefix.LastIndexOf('/') == 0;
        if (!(isBulk || isEvents) || !(prefix.Length == 0 || hasPod))
        {
            return Wrong(StatusCodes.Status404NotFound, $"This is not an address of the Event API: send POST {Meant(path)}.");
        }

        string? pod = hasPod ? prefix[1..] : null;
        string exact = $"{prefix}{(isBulk ? Bulk : Events)}";
        if (!HttpMethods.IsPost(method))
        {
            return Wrong(StatusCodes.Status405MethodNotAllowed, $"The Event API takes POST only: send POST {exact}.") with { Pod = pod?.ToUpperInvariant() };
        }

        SandboxFinding? finding = path != exact
            ? new SandboxFinding(SandboxGrade.AgainstTheGuide, "", $"The address is written {exact}.", Rule)
            : pod is not null && !Pods.Contains(pod, StringComparer.OrdinalIgnoreCase)
                ? new SandboxFinding(SandboxGrade.AgainstTheGuide, "", $"There is no such pod: the pods are {string.Join(", ", Pods)}.", "The guide's table of pods: US1, US2, EU1 and AU1.")
                : null;
        return new ApiAddress(pod?.ToUpperInvariant(), isBulk, null, finding);
    }

    /// <summary>Adds what there is to say of the address to what was found in the body.</summary>
    public Judgement Add(Judgement judgement, bool isStrict)
    {
        if (Finding is null)
        {
            return judgement;
        }

        Judgement all = judgement with { Findings = [.. judgement.Findings.Append(Finding).OrderByDescending(finding => finding.Grade)] };
        return isStrict ? all with { StatusCode = StatusCodes.Status404NotFound, Errors = [.. judgement.Errors, Finding] } : all;
    }

    private static ApiAddress Wrong(int statusCode, string message) =>
        new(null, false, statusCode, new SandboxFinding(SandboxGrade.Refused, "", message, Rule));

    private static string Meant(string path) => path.Contains("bulk", StringComparison.OrdinalIgnoreCase) ? Bulk : Events;
}
