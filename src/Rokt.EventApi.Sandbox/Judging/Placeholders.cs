using System.Collections.Frozen;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Texts that stand for nobody: what programs and people write where a value is missing.</summary>
internal static class Placeholders
{
    private const int MaxLength = 320;

    /// <summary>The SHA-256 of no text at all.</summary>
    public const string DigestOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly FrozenSet<string> Texts = Set(
        "-", "--", "?", ".", "0", "n/a", "na", "n.a.", "none", "null", "nil", "nan", "undefined", "unknown", "anonymous", "anon", "guest", "test", "tester",
        "testing", "dummy", "example", "fake", "placeholder", "not provided", "not set", "(not set)", "[object object]", "customer", "user", "firstname",
        "lastname", "email", "xxx", "asdf", "default", "empty", "missing", "string", "todo", "tbd", DigestOfNothing, "sha256-hash-of-email");

    private static readonly FrozenSet<string> Mailboxes = Set(
        "test", "tester", "testing", "noreply", "no-reply", "no.reply", "no_reply", "donotreply", "do-not-reply", "anonymous", "anon", "guest", "none", "null",
        "undefined", "unknown", "na", "n/a", "noemail", "no-email", "nomail", "dummy", "fake", "placeholder", "example", "email");

    public static bool Contains(string text)
    {
        if (text.Length > MaxLength)
        {
            return false;
        }

        string trimmed = text.Trim().ToLowerInvariant();
        int at = trimmed.IndexOf('@', StringComparison.Ordinal);
        return Texts.Contains(trimmed)
            || (at >= 0 && Mailboxes.Contains(trimmed[..at].Split('+')[0]))
            || IsOneDigitRepeated(trimmed);
    }

    // 0000000000 is a phone number, an advertising id and a customer id of nobody.
    private static bool IsOneDigitRepeated(string text)
    {
        const int Few = 5;
        char[] digits = [.. text.Where(char.IsAsciiDigit)];
        return digits.Length >= Few && !text.Any(char.IsAsciiLetter) && digits.All(digit => digit == digits[0]);
    }

    private static FrozenSet<string> Set(params string[] texts) => texts.ToFrozenSet(StringComparer.Ordinal);
}
