namespace Rokt.EventApi.Benchmarks;

/// <summary>
/// Lets contenders take turns, in the reverse order every other round. Each is compared with the first one of the same
/// round, so that a machine that slows down meanwhile slows down both.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Standing>> RunAsync(IReadOnlyList<Contender> contenders, int rounds)
    {
        var samples = new Sample[rounds][];
        foreach (Contender contender in contenders)
        {
            await RoundAsync(contender);
            await RoundAsync(contender);
        }

        for (int round = 0; round < rounds; round++)
        {
            samples[round] = new Sample[contenders.Count];
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int index = round % 2 == 0 ? turn : contenders.Count - 1 - turn;
                samples[round][index] = await RoundAsync(contenders[index]);
            }
        }

        return
        [
            .. contenders.Select((contender, index) => new Standing(
                contender.Name,
                Sample.Median(samples.Select(round => round[index].PerSecond / round[0].PerSecond)),
                Sample.Median(samples.Select(round => round[index].PerSecond)),
                Sample.Median(samples.Select(round => round[index].Bytes)))),
        ];
    }

    // What one contender left behind is not the next one's to collect.
    private static Task<Sample> RoundAsync(Contender contender)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return contender.RoundAsync();
    }
}
