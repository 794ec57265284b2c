namespace Rokt.EventApi.Compatibility;

/// <summary>Random numbers for all threads: <see cref="Random"/> alone, used by several, ends in zeros.</summary>
internal sealed class SharedRandom : Random
{
    public static readonly SharedRandom Instance = new();

    private readonly object _lock = new();

    // Guid, because on .NET Framework two that are made in the same tick are seeded the same.
    private SharedRandom()
        : base(Guid.NewGuid().GetHashCode())
    {
    }

    public override double NextDouble()
    {
        lock (_lock)
        {
            return base.NextDouble();
        }
    }
}
