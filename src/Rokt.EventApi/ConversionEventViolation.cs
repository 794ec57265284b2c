namespace Rokt.EventApi;

/// <summary>One rule that a conversion event breaks. It never holds the value that breaks it.</summary>
public sealed class ConversionEventViolation
{
    internal ConversionEventViolation(string path, string rule, int? limit = null, int? actual = null)
    {
        Path = path;
        Rule = rule;
        Limit = limit;
        Actual = actual;
    }

    /// <summary>Where in the request's JSON the value would stand, such as <c>user_identities.email</c>.</summary>
    public string Path { get; }

    /// <summary>The rule, and how to keep it.</summary>
    public string Rule { get; }

    /// <summary>The limit that was passed, where the rule is one of length or count.</summary>
    public int? Limit { get; }

    /// <summary>The length or count found, where the rule is one of length or count.</summary>
    public int? Actual { get; }

    /// <summary>Returns the path, the rule and the numbers.</summary>
    public override string ToString() => Actual is null ? $"{Path}: {Rule}" : $"{Path}: {Rule} (limit {Limit}, found {Actual})";
}
