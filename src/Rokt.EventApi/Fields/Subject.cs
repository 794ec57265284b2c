namespace Rokt.EventApi.Fields;

/// <summary>
/// What a rule is about: a field of the table, a member of a section that the caller named, or, with neither, a whole section.
/// </summary>
internal readonly record struct Subject
{
    private const int ShownLength = 40;

    private readonly Field? _field;
    private readonly Section? _section;
    private readonly string? _name;

    public Subject(Field field) => _field = field;

    public Subject(Section section, string? name = null)
    {
        _section = section;
        _name = name;
    }

    /// <summary>
    /// Gets where the subject stands in the request's JSON. Of a name that the caller chose, only the beginning is shown, and only
    /// letters, digits and the usual punctuation: it can hold anything.
    /// </summary>
    public string Path
    {
        get
        {
            if (_field is not null)
            {
                return _field.Path;
            }

            string section = _section!.Path;
            if (_name is null or "" || !Unicode.IsValid(_name))
            {
                return section;
            }

            string shown = string.Concat(_name.Take(ShownLength).Select(character => IsShown(character) ? character : '\uFFFD'));
            string parent = section.Length == 0 ? "" : $"{section}.";
            return _name.Length <= ShownLength ? $"{parent}{shown}" : $"{parent}{shown}…";
        }
    }

    /// <summary>Gets the name that telemetry shows: that of a field, which is one of few; never one that the caller chose.</summary>
    public string KnownName => _field?.Name ?? "custom";

    /// <summary>Gets whether the conversion keeps its meaning without the subject.</summary>
    public bool CanBeLeftOut => _field is null ? _section!.IsOptional : !_field.IsEssential;

    /// <summary>Takes the subject out of an event; of a whole section, what is more than its limit.</summary>
    /// <returns>Whether anything was left out: a section may be within its limit by now.</returns>
    public bool LeaveOut(ConversionEvent conversion)
    {
        if (_field is null)
        {
            return _section!.LeaveOut(conversion, _name);
        }

        _field.Clear(conversion);
        return true;
    }

    private static bool IsShown(char character) =>
        char.IsLetterOrDigit(character) || character is ' ' or '_' or '-' or '.' or ':' or '/';
}
