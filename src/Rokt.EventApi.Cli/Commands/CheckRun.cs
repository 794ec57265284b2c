using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Cli.Checks;
using Rokt.EventApi.Cli.Reports;
using Rokt.EventApi.Cli.Settings;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Runs <c>rokt check</c>.</summary>
internal static class CheckRun
{
    public static async Task<int> RunAsync(string? settings, string? profile, bool isJson)
    {
        AccountSettings account = AccountSettings.Load(settings, profile);
        using ServiceProvider services = account.CreateServices(EventEnvironment.Development, options => options.Retry.MaxRetryAttempts = 0);
        EventApiOptions options = services.GetRequiredService<IOptions<EventApiOptions>>().Value;
        Uri address = options.BaseAddress ?? new Uri($"https://s2s.{options.Pod!.Name.ToLowerInvariant()}.mparticle.com/");
        IAnsiConsole console = Consoles.Create(isJson);
        console.WriteLine(options.BaseAddress is null ? $"{account.Name}, {address}" : account.Name);
        var results = new List<CheckResult>();
        var checker = new ConnectionChecker(address, services.GetRequiredService<IEventApiClient>(), OtherPods(account, options), TimeProvider.System);
        await foreach (CheckResult result in checker.RunAsync().ConfigureAwait(false))
        {
            results.Add(result);
            (string word, string color) = result.Verdict switch
            {
                Verdict.Good => ("ok", "green"),
                Verdict.Notable => ("note", "yellow"),
                Verdict.Bad => ("WRONG", "red"),
                _ => ("-", "grey"),
            };
            console.MarkupLineInterpolated($"[{color}]{word,-5}[/]  {result.Name,-11} {result.Milliseconds,8:0.0} ms  {result.Detail}");
            if (result.Verdict == Verdict.Notable && result.Fix is { } hint)
            {
                console.WriteLine($"       {hint}");
            }
        }

        CheckResult? wrong = results.Find(result => result.Verdict == Verdict.Bad);
        console.WriteLine(wrong is null ? "Conversions can be sent." : $"{wrong.Name}: {wrong.Detail}. {wrong.Fix}");
        int exitCode = wrong is null ? ExitCode.Success : wrong.Name == "Credentials" && !wrong.Detail.StartsWith("the API is unavailable", StringComparison.Ordinal) ? ExitCode.SomeRejected : ExitCode.Unavailable;
        if (isJson)
        {
            Console.Out.WriteLine(new CheckReport(exitCode, address.AbsoluteUri, results).ToJson());
        }

        return exitCode;
    }

    // An address of its own, such as the sandbox's, belongs to no pod.
    private static IEnumerable<(Pod Pod, IEventApiClient Client)> OtherPods(AccountSettings account, EventApiOptions options)
    {
        Pod[] pods = options.BaseAddress is null ? [Pod.US1, Pod.US2, Pod.EU1, Pod.AU1] : [];
        foreach (Pod pod in pods.Where(pod => pod != options.Pod))
        {
            using ServiceProvider services = account.CreateServices(EventEnvironment.Development, other =>
            {
                other.Pod = pod;
                other.Retry.MaxRetryAttempts = 0;
            });
            yield return (pod, services.GetRequiredService<IEventApiClient>());
        }
    }
}
