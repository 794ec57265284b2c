using System.Text.Json;
using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>The members that a caller added to a section because the SDK does not know them.</summary>
internal static class AdditionalFieldRules
{
    // A reader of JSON stops at 64; the section itself is some levels down.
    private const int DepthLimit = 32;

    public static void Check(Section section, ConversionEvent conversion, ref ViolationList violations)
    {
        if (conversion.AdditionalFields(section) is not { } fields)
        {
            return;
        }

        foreach (KeyValuePair<string, JsonElement> field in fields)
        {
            var subject = new Subject(section, field.Key);
            NameRules.Check(section, field.Key, EventApiLimits.AttributeNameLength, ref violations);
            if (IsDeeperThan(DepthLimit, field.Value))
            {
                violations.Add(subject, $"The value is nested more than {DepthLimit} deep.");
            }
            else if (!IsUnicode(field.Value))
            {
                violations.Add(subject, Unicode.Rule);
            }
        }
    }

    private static bool IsDeeperThan(int limit, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => limit == 0 || value.EnumerateObject().Any(member => IsDeeperThan(limit - 1, member.Value)),
        JsonValueKind.Array => limit == 0 || value.EnumerateArray().Any(entry => IsDeeperThan(limit - 1, entry)),
        _ => false,
    };

    private static bool IsUnicode(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return IsReadable(() => value.GetString());
            case JsonValueKind.Object:
                return IsReadable(() => value.EnumerateObject().Select(member => member.Name).ToArray())
                    && value.EnumerateObject().All(member => IsUnicode(member.Value));
            case JsonValueKind.Array:
                return value.EnumerateArray().All(IsUnicode);
            default:
                return true;
        }
    }

    // JSON can hold half a character, escaped; a string read from it cannot.
    private static bool IsReadable(Func<object?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
