namespace Rokt.EventApi.Fields;

/// <summary>What a text is (a phone number, an address, a digest): how it is normalized, and which rules it keeps.</summary>
internal abstract class TextKind
{
    /// <summary>Returns the text as it is sent, or null for one that counts as not set.</summary>
    public string? Normalize(string? text) => text?.Trim() is { Length: > 0 } trimmed ? Canonical(trimmed) : null;

    /// <summary>Adds each rule that a normalized text breaks.</summary>
    public abstract void Check(string text, in Subject subject, ref ViolationList violations);

    /// <summary>Returns the one form of a text that has several; what is not valid stays as it is, for <see cref="Check"/> to say so.</summary>
    protected virtual string? Canonical(string text) => text;
}
