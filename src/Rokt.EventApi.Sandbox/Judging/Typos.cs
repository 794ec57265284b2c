namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Compares names for a slip of the finger.</summary>
internal static class Typos
{
    /// <summary>Whether one letter was added, left out, replaced, or swapped with its neighbor.</summary>
    public static bool IsOneApart(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1)
        {
            return false;
        }

        int start = one.AsSpan().CommonPrefixLength(other);
        ReadOnlySpan<char> first = one.AsSpan(start);
        ReadOnlySpan<char> second = other.AsSpan(start);
        return (first.Length, second.Length) switch
        {
            (0, 0) => false,
            var (a, b) when a > b => first[1..].SequenceEqual(second),
            var (a, b) when a < b => second[1..].SequenceEqual(first),
            _ => first[1..].SequenceEqual(second[1..])
                || (first.Length > 1 && first[0] == second[1] && first[1] == second[0] && first[2..].SequenceEqual(second[2..])),
        };
    }
}
