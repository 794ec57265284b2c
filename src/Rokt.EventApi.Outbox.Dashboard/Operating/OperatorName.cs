using System.Globalization;
using System.Security.Claims;

namespace Rokt.EventApi.Outbox.Dashboard.Operating;

/// <summary>Who is signed in, as the log names them.</summary>
internal static class OperatorName
{
    private const int Longest = 128;

    public static string Get(ClaimsPrincipal user)
    {
        string?[] names = [user.Identity?.Name, user.FindFirst(ClaimTypes.NameIdentifier)?.Value, user.FindFirst("sub")?.Value];
        string name = names.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name)) ?? "an anonymous user";
        return string.Concat(name.Take(Longest).Select(character => IsOfALine(character) ? character : '?'));
    }

    // One line of a log stays one, whatever a name holds.
    private static bool IsOfALine(char character) =>
        char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
