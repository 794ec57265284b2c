namespace Rokt.EventApi.Compatibility;

internal static class Randomness
{
    extension(Random)
    {
        public static Random Shared => SharedRandom.Instance;
    }
}
