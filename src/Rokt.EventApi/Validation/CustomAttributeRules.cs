using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>The attributes of an event or a customer that the caller named; the two differ in limits and in whether lists are allowed.</summary>
internal sealed record CustomAttributeRules(Section Section, int NameLimit, int ValueLimit, bool ListsAllowed)
{
    private readonly PlainText _text = new(ValueLimit, isSingleLine: false);
    private readonly PlainText _entry = new(EventApiLimits.ListEntryLength, isSingleLine: false);

    public void Check(ConversionEvent conversion, Dictionary<string, AttributeValue>? attributes, ref ViolationList violations)
    {
        // The fields alone are fewer than the limit.
        if (attributes is null)
        {
            return;
        }

        foreach (KeyValuePair<string, AttributeValue> attribute in attributes)
        {
            var subject = new Subject(Section, attribute.Key);
            NameRules.Check(Section, attribute.Key, NameLimit, ref violations);
            switch (attribute.Value.Kind)
            {
                case AttributeKind.String:
                    _text.Check(attribute.Value.AsString(), subject, ref violations);
                    break;
                case AttributeKind.List when ListsAllowed:
                    CheckList(subject, attribute.Value.AsList(), ref violations);
                    break;
                case AttributeKind.List:
                    violations.Add(subject, "An event attribute is a string, a number or a boolean: only user attributes can be lists.");
                    break;
            }
        }

        int count = Section.MemberLimit is null ? 0 : Section.CountMembers(conversion);
        if (count > Section.MemberLimit)
        {
            violations.Add(new Subject(Section), "There are too many user attributes, the named ones included: leave some out.", Section.MemberLimit, count);
        }
    }

    private void CheckList(in Subject subject, IReadOnlyList<string> entries, ref ViolationList violations)
    {
        if (entries.Count > EventApiLimits.ListEntries)
        {
            violations.Add(subject, "The list has too many entries.", EventApiLimits.ListEntries, entries.Count);
        }

        // One of them says enough.
        if (entries.FirstOrDefault(entry => entry.Length > EventApiLimits.ListEntryLength || !Unicode.IsValid(entry)) is { } bad)
        {
            _entry.Check(bad, subject, ref violations);
        }
    }
}
