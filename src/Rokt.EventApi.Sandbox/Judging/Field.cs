using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>A field that the API knows.</summary>
/// <param name="Level">The object that it is a member of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Check">Returns what is wrong with a value that is there, or null.</param>
/// <param name="Rule">The rule that such a value breaks.</param>
/// <param name="Grade">What a broken rule weighs.</param>
internal sealed record Field(Level Level, string Name, Func<JsonElement, string?> Check, string Rule, SandboxGrade Grade = SandboxGrade.AgainstTheGuide);
