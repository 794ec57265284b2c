using System.Collections;
using System.Collections.Frozen;
using System.Text.Json;

namespace Rokt.EventApi.Fields;

/// <summary>An object of the request's JSON: its fields, in their order, and what the caller may add to them.</summary>
internal sealed class Section
{
    private readonly Func<ConversionEvent, IDictionary?> _custom;

    /// <param name="path">Where the object stands in the JSON; empty for the whole.</param>
    /// <param name="fields">The fields that the SDK knows.</param>
    /// <param name="custom">Returns the members that the caller named.</param>
    /// <param name="others">The names of members that are no fields, such as those of other sections.</param>
    public Section(string path, Field[] fields, Func<ConversionEvent, IDictionary?>? custom = null, params string[] others)
    {
        Path = path;
        EncodedName = JsonEncodedText.Encode(path[(path.LastIndexOf('.') + 1)..]);
        Fields = fields;
        KnownNames = fields.Select(field => field.Name).Concat(others).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _custom = custom ?? (_ => null);
    }

    public string Path { get; }

    public JsonEncodedText EncodedName { get; }

    public Field[] Fields { get; }

    /// <summary>Gets the names that the caller cannot use, in any case.</summary>
    public FrozenSet<string> KnownNames { get; }

    /// <summary>Gets the most members, the fields included; null for no limit.</summary>
    public int? MemberLimit { get; init; }

    /// <summary>Gets whether a conversion keeps its meaning without the section.</summary>
    public bool IsOptional { get; init; } = true;

    public bool HasMembers(ConversionEvent conversion)
    {
        // By hand: a lambda would be allocated in each call.
        foreach (Field field in Fields)
        {
            if (field.IsSet(conversion))
            {
                return true;
            }
        }

        return _custom(conversion) is { Count: > 0 };
    }

    public int CountMembers(ConversionEvent conversion) =>
        Fields.Count(field => field.IsSet(conversion)) + (_custom(conversion)?.Count ?? 0);

    /// <summary>Takes out a member that the caller named; without a name, those that are more than the limit, by name the last.</summary>
    /// <returns>Whether anything was to be taken out.</returns>
    public bool LeaveOut(ConversionEvent conversion, string? name)
    {
        if (_custom(conversion) is not { } custom)
        {
            return false;
        }

        int excess = CountMembers(conversion) - (MemberLimit ?? int.MaxValue);
        string[] names = name is not null
            ? [name]
            : [.. custom.Keys.Cast<string>().OrderByDescending(key => key, StringComparer.Ordinal).Take(excess)];
        foreach (string member in names)
        {
            custom.Remove(member);
        }

        return names.Length > 0;
    }
}
