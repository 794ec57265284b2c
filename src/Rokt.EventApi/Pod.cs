using System.Text;

namespace Rokt.EventApi;

/// <summary>
/// Identifies the region ("pod") in which Rokt stores and processes an account's data. Your Rokt account representative knows
/// yours.
/// </summary>
/// <remarks>
/// A pod beyond the four of the guide is given by its name: <c>new Pod("us3")</c>. The name is checked with the other
/// options, when the host starts or the client is created: one DNS label of ASCII letters, digits and hyphens.
/// In configuration a pod is a string: <c>"Pod": "US1"</c>.
/// </remarks>
public sealed record Pod
{
    /// <summary>Creates a pod from its identifier, in any case.</summary>
    /// <param name="name">The pod's identifier, such as <c>US1</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public Pod(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // Others become ASCII letters in upper case: "ſ" an S.
        Name = Ascii.IsValid(name) ? name.ToUpperInvariant() : name;
    }

    /// <summary>Gets the pod of the United States: <c>https://s2s.us1.mparticle.com/v2</c>.</summary>
    public static Pod US1 { get; } = new("US1");

    /// <summary>Gets the pod of the United States: <c>https://s2s.us2.mparticle.com/v2</c>.</summary>
    public static Pod US2 { get; } = new("US2");

    /// <summary>Gets the pod of Europe: <c>https://s2s.eu1.mparticle.com/v2</c>.</summary>
    public static Pod EU1 { get; } = new("EU1");

    /// <summary>Gets the pod of Australia: <c>https://s2s.au1.mparticle.com/v2</c>.</summary>
    public static Pod AU1 { get; } = new("AU1");

    /// <summary>Gets the pod's identifier, in upper case.</summary>
    public string Name { get; }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
