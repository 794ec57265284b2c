namespace Rokt.EventApi.Compatibility;

internal enum ConfigureAwaitOptions
{
    SuppressThrowing,
}
