using Rokt.EventApi.Fields;

namespace Rokt.EventApi.Validation;

/// <summary>The names that a caller may give to attributes and fields.</summary>
internal static class NameRules
{
    public static void Check(Section section, string name, int limit, ref ViolationList violations)
    {
        var subject = new Subject(section, name);
        if (name.Length == 0)
        {
            violations.Add(subject, "An attribute needs a name.");
        }
        else if (name.Length > limit)
        {
            violations.Add(subject, "The attribute's name is too long: shorten it.", limit, name.Length);
        }
        else if (!Unicode.IsValid(name))
        {
            violations.Add(subject, "An attribute's name is not valid Unicode.");
        }
        else if (section.KnownNames.Contains(name))
        {
            violations.Add(subject, "The SDK writes this member itself: use the builder's method for it.");
        }
    }
}
