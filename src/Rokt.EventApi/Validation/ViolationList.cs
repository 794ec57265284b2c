namespace Rokt.EventApi.Validation;

/// <summary>Collects violations; a valid event costs it nothing.</summary>
internal struct ViolationList
{
    private const int NoLimit = int.MaxValue;

    public List<ConversionEventViolation>? Items { get; private set; }

    public void Add(string path, string rule, int? limit = null, int? actual = null) =>
        (Items ??= []).Add(new ConversionEventViolation(path, rule, limit, actual));

    /// <summary>A text that the request's JSON can carry, within a limit.</summary>
    public void CheckText(string parent, string name, string? text, int limit = NoLimit)
    {
        if (text is null)
        {
            return;
        }

        if (text.Length > limit)
        {
            Add(Path(parent, name), "The value is too long: shorten it.", limit, text.Length);
        }

        if (!IsUnicode(text))
        {
            Add(Path(parent, name), "The text is not valid Unicode: it holds half of a surrogate pair, as text cut in the middle of a character does.");
        }
    }

    /// <summary>The path of a member; an overlong name is shortened, and has no line breaks, so that a message stays readable.</summary>
    public static string Path(string parent, string name)
    {
        const int Shown = 40;
        string shown = string.Concat(name.Take(Shown).Select(character => char.IsControl(character) ? '�' : character));
        return name.Length <= Shown ? $"{parent}.{shown}" : $"{parent}.{shown}…";
    }

    public static bool IsUnicode(string text)
    {
        int start = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (int i = start; i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
