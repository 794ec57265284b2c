namespace Rokt.EventApi.Fields;

/// <summary>A device's id in the form of a GUID, in lower case; all zeros, as with tracking denied, count as not set.</summary>
internal sealed class DeviceId : TextKind
{
    public static string? From(Guid? id) => id is null || id == Guid.Empty ? null : id.Value.ToString();

    public override void Check(string text, in Subject subject, ref ViolationList violations)
    {
        if (!Guid.TryParseExact(text, "D", out _))
        {
            violations.Add(subject, "A device's id is a GUID, such as 97987bca-ae59-4c7d-94ba-ee4f19ab8c21.");
        }
    }

    protected override string? Canonical(string text) => Guid.TryParseExact(text, "D", out Guid id) ? From(id) : text;
}
