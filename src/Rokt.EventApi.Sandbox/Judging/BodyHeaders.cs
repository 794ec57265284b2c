namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>What a request's headers say of its body.</summary>
internal readonly record struct BodyHeaders(string? ContentType, string? ContentEncoding)
{
    public bool IsEncoded => ContentEncoding is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);
}
