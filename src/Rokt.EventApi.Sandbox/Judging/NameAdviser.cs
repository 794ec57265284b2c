namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds names that the API does not know, but that were meant for a field that it does.</summary>
internal static class NameAdviser
{
    public static void Advise(Place place, string name, Findings findings)
    {
        if (KnownNames.IsKnown(place.Level, name))
        {
            return;
        }

        if (KnownNames.MeantBy(place.Level, name) is { } meant)
        {
            findings.Advise(place, name, $"is not a field of the API; {meant} was probably meant.");
        }
        else if (KnownNames.Home(name) is { } home && home != place.Level)
        {
            string field = KnownNames.MeantBy(home, name) ?? name;
            findings.Advise(place, name, $"belongs in {(place with { Level = home }).Path(field)}; the API does not look for it here.");
        }
    }
}
