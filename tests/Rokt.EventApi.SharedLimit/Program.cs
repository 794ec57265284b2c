// Many instances that share a limit. `simulate <directory>` plays every scenario in virtual time and writes the tables and
// the chart of docs/rate-limits.md; `validate <seed>...` prints the tables of other seeds, the worst of them in each cell; `send <address> <batches per second> <seconds>` is one real instance, with more to send than
// the limit lets through.
using System.Globalization;
using Rokt.EventApi.SharedLimit;
using Rokt.EventApi.SharedLimit.Simulation;

switch (args)
{
    case ["simulate", string directory]:
        Report report = Report.Run(1);
        await File.WriteAllTextAsync(Path.Combine(directory, "rate-limits.svg"), Chart.Draw(report));
        string page = Path.Combine(directory, "rate-limits.md");
        await File.WriteAllTextAsync(page, Document.WithTables(await File.ReadAllTextAsync(page), report));
        return 0;
    case ["validate", .. string[] seeds]:
        Report others = Report.Run([.. seeds.Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))]);
        Console.WriteLine(others.Tables());
        Console.WriteLine($"{others.Over.Count(Promise.Aim.IsKeptBy)} of {others.Over.Count()} reach the aim.");
        return 0;
    case ["send", string address, string perSecond, string seconds]:
        await RealInstance.RunAsync(
            new Uri(address), double.Parse(perSecond, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        return 0;
    default:
        Console.Error.WriteLine("simulate <directory> | validate <seed>... | send <address> <batches per second> <seconds>");
        return 1;
}
