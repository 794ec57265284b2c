namespace Rokt.EventApi.Cli.Checks;

/// <summary>What a check found.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but worth knowing.</summary>
    Notable,

    /// <summary>Nothing can be sent.</summary>
    Bad,

    /// <summary>Not tried, since something before it is wrong or it does not apply.</summary>
    Skipped,
}
