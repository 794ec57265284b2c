namespace Rokt.EventApi.Cli.Checks;

/// <summary>One step on the way to the API.</summary>
/// <param name="Name">The step.</param>
/// <param name="Verdict">What was found.</param>
/// <param name="Detail">What was found, in words; no credential.</param>
internal sealed record CheckResult(string Name, Verdict Verdict, string Detail)
{
    /// <summary>Gets how to fix it; null for nothing.</summary>
    public string? Fix { get; init; }

    /// <summary>Gets how long it took, in milliseconds.</summary>
    public double Milliseconds { get; init; }

    public static CheckResult NotTried(string name) => new(name, Verdict.Skipped, "not tried");
}
