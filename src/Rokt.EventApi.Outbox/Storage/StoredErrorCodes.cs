namespace Rokt.EventApi.Outbox.Storage;

/// <summary>The codes of the server's errors as one text. What does not look like a code may quote what was sent: it is left out.</summary>
internal static class StoredErrorCodes
{
    private const int MaxCodes = 5;
    private const int MaxLength = 50;
    private const char Separator = ',';

    public static string? From(IReadOnlyList<EventApiError> errors)
    {
        string[] codes = [.. errors.Select(error => error.Code).Where(IsCode).Distinct().Take(MaxCodes)];
        return codes.Length == 0 ? null : string.Join(Separator, codes);
    }

    public static IReadOnlyList<string> Read(string? codes) => codes?.Split(Separator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    // Beginning with a letter: digits alone may be a phone number.
    private static bool IsCode(string code) =>
        code.Length is > 0 and <= MaxLength && char.IsAsciiLetterUpper(code[0]) && code.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character) || character == '_');
}
