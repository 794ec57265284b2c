using System.Text.Json;

namespace Rokt.EventApi.Fields;

/// <summary>How values of a type are written, read and checked.</summary>
/// <param name="Write">Writes a name and a value.</param>
/// <param name="Read">Reads a value, or throws as <see cref="Field.Read"/> says.</param>
/// <param name="Objection">Returns the rule that the value breaks, or null.</param>
internal sealed record ValueKind<T>(
    Action<Utf8JsonWriter, JsonEncodedText, T> Write,
    Func<JsonElement, T> Read,
    Func<T, TimeProvider, string?> Objection)
    where T : struct;
