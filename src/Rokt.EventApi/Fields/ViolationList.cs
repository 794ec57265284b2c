namespace Rokt.EventApi.Fields;

/// <summary>Collects violations; a valid event costs it nothing.</summary>
internal struct ViolationList
{
    public List<BrokenRule>? Items { get; private set; }

    public void Add(in Subject subject, string rule, int? limit = null, int? actual = null) =>
        Add(new BrokenRule(subject, new ConversionEventViolation(subject.Path, rule, limit, actual)));

    public void Add(BrokenRule broken) => (Items ??= []).Add(broken);
}
