using CsCheck;

namespace Rokt.EventApi.Tests.Properties;

/// <summary>Damage to a stored text: characters changed, taken out, put in, repeated, or all from one on gone.</summary>
internal static class GenMutation
{
    private static readonly Gen<string> Token = Gen.OneOf(
        Gen.OneOf("\"", "{", "}", "[", "]", ":", ",", "null", "true", "tru", "nul", "1e999", "-", "0x1", "\\", "\\ud83d", "\0", "\"a\":", "{\"a\":{}}", " ", "¤"),
        Gen.String[1, 4]);

    private static readonly Gen<Func<string, string>> One = Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Int[1, 40], Token).Select(
        (kind, where, length, token) => (Func<string, string>)(text => Apply(text, kind, (int)(where * text.Length), length, token)));

    /// <summary>One to three of them.</summary>
    public static Gen<Func<string, string>> Any { get; } =
        One.Array[1, 3].Select(
        mutations => (Func<string, string>)(text => mutations.Aggregate(text, (damaged, mutation) => mutation(damaged))));

    private static string Apply(string text, int kind, int start, int length, string token)
    {
        int end = Math.Min(text.Length, start + length);
        return kind switch
        {
            0 => text.Insert(start, token),
            1 => text[..start] + text[end..],
            2 => text[..end] + text[start..],
            3 => text[..start],
            4 => text[start..],
            _ => text[..start] + token + text[Math.Min(text.Length, start + token.Length)..],
        };
    }
}
