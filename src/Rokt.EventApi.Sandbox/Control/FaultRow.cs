using Rokt.EventApi.Sandbox.Faults;

namespace Rokt.EventApi.Sandbox.Control;

/// <summary>An armed fault.</summary>
/// <param name="What">What goes wrong.</param>
/// <param name="TimesLeft">For how many more requests.</param>
/// <param name="Percent">Or for how many percent of all.</param>
internal sealed record FaultRow(string What, int? TimesLeft, double? Percent)
{
    public static FaultRow Create(ArmedFault armed) => armed.Fault.Share is { } share
        ? new FaultRow(armed.Fault.ToString(), null, share * 100)
        : new FaultRow(armed.Fault.ToString(), armed.Left, null);
}
