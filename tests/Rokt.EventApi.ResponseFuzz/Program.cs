using System.Globalization;
using Rokt.EventApi.ResponseFuzz;

// [responses] [seed]: 200,000 of seed 1 by default, which takes a few minutes.
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
FuzzReport report = await FuzzRun.RunAsync(count, seed, CancellationToken.None);
Console.WriteLine(report);
return report.Violations.Count == 0 ? 0 : 1;
