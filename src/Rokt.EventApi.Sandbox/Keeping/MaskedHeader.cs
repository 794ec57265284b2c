namespace Rokt.EventApi.Sandbox.Keeping;

/// <summary>A header's value as it may be shown and written to a file: without credentials.</summary>
internal static class MaskedHeader
{
    private static readonly string[] Secret = ["auth", "cookie", "token", "secret", "key"];

    public static string Value(string name, string value)
    {
        bool isSecret = Secret.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
        return !isSecret ? value : value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) ? "Basic •••" : "•••";
    }
}
