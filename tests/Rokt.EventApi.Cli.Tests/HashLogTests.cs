using Rokt.EventApi.Cli.Orders;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Repeated values are found among more than memory holds.</summary>
public sealed class HashLogTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(10_000)]
    public void Repeated_hashes_are_found_with_their_rows_whether_they_fit_into_memory_or_not(int count)
    {
        using var log = new HashLog(capacity: 1000);
        for (int row = 1; row <= count; row++)
        {
            // The second half of the rows repeats every tenth of the first.
            int value = row > count / 2 && row % 10 == 0 ? row - (count / 2) : row;
            log.Add(HashLog.Hash($"A{value}"), row);
        }

        RepeatedHash[] repeated = [.. log.FindRepeated().OrderBy(found => found.LastRow)];

        int[] expected = [.. Enumerable.Range(1, count).Where(row => row > count / 2 && row % 10 == 0)];
        Assert.Equal(expected, repeated.Select(found => (int)found.LastRow));
        Assert.Equal(expected.Select(row => row - (count / 2)), repeated.Select(found => (int)found.FirstRow));
        Assert.All(repeated, found => Assert.Equal(2, found.Count));
    }
}
