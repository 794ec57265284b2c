using CsCheck;

namespace Rokt.EventApi.Tests.Properties;

/// <summary>The short version of tests/Rokt.EventApi.Fuzzing, which tries millions.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Every_event_and_every_damaged_text_of_one_keeps_the_invariants()
    {
        int built = 0;
        int read = 0;

        Gen.Select(GenBuilder.Any, GenMutation.Any.Array[5]).Sample(
            (builder, mutations) =>
            {
                if (EventInvariants.Check(builder) is not { } json)
                {
                    return;
                }

                Interlocked.Increment(ref built);
                foreach (Func<string, string> mutate in mutations)
                {
                    Interlocked.Add(ref read, EventInvariants.CheckStored(mutate(json)) ? 1 : 0);
                }
            },
            iter: 2000,
            threads: 2);

        Assert.True(built > 500 && read > 100, $"{built} events were built and {read} damaged ones read: too few to show anything.");
    }
}
