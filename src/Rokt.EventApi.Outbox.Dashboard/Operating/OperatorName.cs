using System.Security.Claims;

namespace Rokt.EventApi.Outbox.Dashboard.Operating;

/// <summary>Who is signed in, as the log names them.</summary>
internal static class OperatorName
{
    private const int Longest = 128;

    public static string Get(ClaimsPrincipal user)
    {
        string? name = user.Identity?.Name ?? user.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? user.FindFirst("sub")?.Value;

        // One line of a log stays one, whatever a name holds.
        return string.IsNullOrWhiteSpace(name) ? "an anonymous user" : string.Concat(name.Take(Longest).Select(character => char.IsControl(character) ? '?' : character));
    }
}
