namespace Rokt.EventApi.Outbox.Storage;

/// <summary>A confirmation reference as databases can keep and index it.</summary>
internal static class StoredReference
{
    private const int MaxLength = 256;

    public static string? From(string? confirmationRef)
    {
        // As an event has it: trimmed.
        if (confirmationRef?.Trim() is not { Length: > 0 } trimmed)
        {
            return null;
        }

        // PostgreSQL takes no NUL in a text, and no text ends within a character.
        string text = trimmed.Replace('\0', '\uFFFD');
        return text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }
}
