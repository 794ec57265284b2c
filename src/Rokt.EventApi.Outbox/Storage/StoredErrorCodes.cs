namespace Rokt.EventApi.Outbox.Storage;

/// <summary>The codes of errors as one text. What <see cref="EventApiError.ToString"/> does not show as a code may quote what was sent: it is left out.</summary>
internal static class StoredErrorCodes
{
    private const int MaxCodes = 5;
    private const int MaxLength = 50;
    private const char Separator = ',';
    private const string NoCode = "?";

    public static string? From(IReadOnlyList<EventApiError> errors)
    {
        string[] codes = [.. errors.Select(error => error.ToString()).Where(code => code != NoCode && code.Length <= MaxLength).Distinct().Take(MaxCodes)];
        return codes.Length == 0 ? null : string.Join(Separator, codes);
    }

    public static IReadOnlyList<string> Read(string? codes) => codes?.Split(Separator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
