namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>A header's value as it may be shown and written to a file: without credentials.</summary>
internal static class MaskedHeader
{
    public static string Value(string name, string value)
    {
        bool isSecret = name.Contains("auth", StringComparison.OrdinalIgnoreCase) || name.Contains("cookie", StringComparison.OrdinalIgnoreCase);
        return !isSecret ? value : value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? "Basic •••" : "•••";
    }
}
