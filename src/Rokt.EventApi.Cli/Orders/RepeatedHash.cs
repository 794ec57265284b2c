namespace Rokt.EventApi.Cli.Orders;

/// <summary>A value that occurs more than once.</summary>
internal readonly record struct RepeatedHash(ulong Hash, int Count, long FirstRow, long LastRow);
