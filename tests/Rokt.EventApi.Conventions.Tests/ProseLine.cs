namespace Rokt.EventApi.Conventions.Tests;

/// <summary>A line that people read.</summary>
/// <param name="File">Its file, by the path below the repository.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="Words">The line as words: names are taken apart where their words begin.</param>
internal sealed record ProseLine(string File, int Number, string Text, string Words)
{
    public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
}
