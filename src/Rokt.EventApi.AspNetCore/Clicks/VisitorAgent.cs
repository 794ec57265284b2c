using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>The browser of a visitor.</summary>
internal static class VisitorAgent
{
    // A header that a conversion cannot carry must not cost the conversion.
    private const int MaxLength = 4096;

    public static string? Read(HttpRequest request)
    {
        string agent = request.Headers.UserAgent.ToString().Trim();
        return agent.Length is > 0 and <= MaxLength && !agent.Any(static character => char.IsControl(character) || char.IsSurrogate(character))
            ? agent
            : null;
    }
}
