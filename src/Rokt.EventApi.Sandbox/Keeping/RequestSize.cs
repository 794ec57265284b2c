namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>Estimates how much memory a kept request takes.</summary>
internal static class RequestSize
{
    // The objects around the texts: measured, and rounded up.
    private const int PerRequest = 1024;
    private const int PerText = 64;
    private const int PerReference = 128;

    public static long Estimate(ReceivedRequest request) =>
        PerRequest
        + request.Body.Length
        + Text(request.Path)
        + request.Headers.Sum(header => Text(header.Key) + Text(header.Value))
        + request.Findings.Sum(finding => Text(finding.Path) + Text(finding.Message))
        + request.Summary.ConfirmationRefs.Sum(reference => PerReference + Text(reference));

    private static long Text(string text) => PerText + (sizeof(char) * (long)text.Length);
}
