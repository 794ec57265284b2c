namespace Rokt.EventApi.Sandbox;

/// <summary>Describes something that the sandbox found in a request. It never holds the value found.</summary>
public sealed class SandboxFinding
{
    /// <summary>Creates a finding; for tests of code that reads findings.</summary>
    /// <param name="grade">How much it weighs.</param>
    /// <param name="path">Where it is in the JSON; empty for the request as a whole.</param>
    /// <param name="message">What is the matter there.</param>
    /// <param name="rule">The rule that it breaks. Default: null, as for advice.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="message"/> is null.</exception>
    public SandboxFinding(SandboxGrade grade, string path, string message, string? rule = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(message);
        Grade = grade;
        Path = path;
        Message = message;
        Rule = rule;
    }

    /// <summary>Gets how much it weighs.</summary>
    public SandboxGrade Grade { get; }

    /// <summary>Gets where it is in the JSON, such as <c>events[0].data.event_name</c>; empty for the request as a whole.</summary>
    public string Path { get; }

    /// <summary>Gets what is the matter there, and what the API wants.</summary>
    public string Message { get; }

    /// <summary>Gets the rule that it breaks, and whose it is; null for advice.</summary>
    public string? Rule { get; }

    /// <summary>Returns path and message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
