using System.Text.RegularExpressions;

namespace Rokt.EventApi.Conventions.Tests;

/// <summary>A line that people read.</summary>
/// <param name="File">Its file, by the path below the repository.</param>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">The line.</param>
/// <param name="Words">The line as words: names are taken apart where their words begin.</param>
/// <param name="NextWords">The words that the next line begins with: a phrase may continue there.</param>
internal sealed record ProseLine(string File, int Number, string Text, string Words, string NextWords)
{
    /// <summary>Whether a phrase begins in the line.</summary>
    public bool Has(Regex phrase) => phrase.Match($"{Words} {NextWords}") is { Success: true } match && match.Index < Words.Length;

    public override string ToString() => $"{File}:{Number}: {Text.Trim()}";
}
