namespace Rokt.EventApi;

/// <summary>Describes one rule that a conversion event breaks. It never holds the value that breaks it.</summary>
public sealed class ConversionEventViolation
{
    /// <summary>Creates a violation; the client does, and a fake in a test.</summary>
    /// <param name="path">Where in the request's JSON the value would stand.</param>
    /// <param name="rule">The rule, and how to keep it.</param>
    /// <param name="limit">The limit that was exceeded. Default: null for a rule that is not about a length or count.</param>
    /// <param name="actual">The length or count found. Default: null for a rule that is not about a length or count.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="rule"/> is null.</exception>
    public ConversionEventViolation(string path, string rule, int? limit = null, int? actual = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(rule);
        Path = path;
        Rule = rule;
        Limit = limit;
        Actual = actual;
    }

    /// <summary>Gets where in the request's JSON the value would stand, such as <c>user_identities.email</c>.</summary>
    public string Path { get; }

    /// <summary>Gets the rule, and how to keep it.</summary>
    public string Rule { get; }

    /// <summary>Gets the limit that was exceeded, where the rule is one of length or count.</summary>
    public int? Limit { get; }

    /// <summary>Gets the length or count found, where the rule is one of length or count.</summary>
    public int? Actual { get; }

    /// <summary>Returns the path, the rule and the numbers.</summary>
    public override string ToString() => Actual is null ? $"{Path}: {Rule}" : $"{Path}: {Rule} (limit {Limit}, found {Actual})";
}
