namespace Rokt.EventApi.Outbox.Relational;

/// <summary>The ids of a statement that is about several rows.</summary>
internal static class IdList
{
    // So that few different texts are sent, which a database keeps the plans of.
    private static readonly int[] Counts = [1, 4, 16, 64, 256];

    /// <summary>The most ids that one statement takes.</summary>
    public static int Max => Counts[^1];

    /// <summary>Gets the name of a parameter for one of several ids.</summary>
    public static string Parameter(int index) => $"@id{index}";

    /// <summary>Gets how many id parameters a statement for so many ids has; the last id fills those that are too many.</summary>
    public static int Count(int ids) => Counts.First(count => count >= ids);

    /// <summary>Returns the list as SQL.</summary>
    public static string Write(int count) => $"({string.Join(", ", Enumerable.Range(0, count).Select(Parameter))})";
}
