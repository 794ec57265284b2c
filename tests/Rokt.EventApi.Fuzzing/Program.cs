// Builds random events, stores them, damages what was stored and reads it again, until both numbers are reached or the time is
// over. The first that breaks an invariant ends the program with its seed. Arguments: how many of each, and minutes at most.
using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Rokt.EventApi.Tests.Properties;

long wanted = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
TimeSpan limit = TimeSpan.FromMinutes(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 60);
const int Round = 20_000;
long events = 0, valid = 0, damaged = 0, read = 0;
var watch = Stopwatch.StartNew();
while ((events < wanted || damaged < wanted) && watch.Elapsed < limit)
{
    Gen.Select(GenBuilder.Any, GenMutation.Any.Array[2]).Sample(
        (builder, mutations) =>
        {
            Interlocked.Increment(ref events);
            if (EventInvariants.Check(builder) is not { } json)
            {
                return;
            }

            Interlocked.Increment(ref valid);
            foreach (Func<string, string> mutate in mutations)
            {
                Interlocked.Increment(ref damaged);
                Interlocked.Add(ref read, EventInvariants.CheckStored(mutate(json)) ? 1 : 0);
            }
        },
        iter: Round);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{watch.Elapsed:hh\\:mm\\:ss}  {events:N0} events, {valid:N0} of them valid when what is invalid was left out; {damaged:N0} damaged ones, {read:N0} of them read as events; 0 failures"));
}

return events >= wanted && damaged >= wanted ? 0 : 1;
