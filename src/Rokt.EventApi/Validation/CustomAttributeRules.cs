using System.Collections.Frozen;

namespace Rokt.EventApi.Validation;

/// <summary>The custom attributes of an event or a customer, which differ in limits and in whether lists are allowed.</summary>
internal readonly record struct CustomAttributeRules(
    string Parent, FrozenSet<string> NamedAttributes, int NameLimit, int ValueLimit, bool ListsAllowed)
{
    public void Check(Dictionary<string, AttributeValue> attributes, ref ViolationList violations)
    {
        foreach (KeyValuePair<string, AttributeValue> attribute in attributes)
        {
            CheckName(attribute.Key, ref violations);
            switch (attribute.Value.Kind)
            {
                case AttributeKind.String:
                    violations.CheckText(Parent, attribute.Key, attribute.Value.AsString(), ValueLimit);
                    break;
                case AttributeKind.List when ListsAllowed:
                    CheckList(attribute.Key, attribute.Value.AsList(), ref violations);
                    break;
                case AttributeKind.List:
                    violations.Add(ViolationList.Path(Parent, attribute.Key), "An event attribute is a string, a number or a boolean: only user attributes can be lists.");
                    break;
            }
        }
    }

    private void CheckName(string name, ref ViolationList violations)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            violations.Add(ViolationList.Path(Parent, ""), "An attribute needs a name.", NameLimit, name.Length);
        }
        else if (name.Length > NameLimit)
        {
            violations.Add(ViolationList.Path(Parent, name), "The attribute's name is too long: shorten it.", NameLimit, name.Length);
        }
        else if (!ViolationList.IsUnicode(name))
        {
            violations.Add(Parent, "An attribute's name is not valid Unicode.");
        }
        else if (NamedAttributes.Contains(name))
        {
            violations.Add(ViolationList.Path(Parent, name), "This attribute has a method of its own on the builder: use that one.");
        }
    }

    private void CheckList(string name, IReadOnlyList<string> entries, ref ViolationList violations)
    {
        if (entries.Count > EventApiLimits.ListEntries)
        {
            violations.Add(ViolationList.Path(Parent, name), "The list has too many entries.", EventApiLimits.ListEntries, entries.Count);
        }

        // One of them tells enough.
        string? bad = entries.FirstOrDefault(entry => entry.Length > EventApiLimits.ListEntryLength || !ViolationList.IsUnicode(entry));
        violations.CheckText(Parent, name, bad, EventApiLimits.ListEntryLength);
    }
}
