using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Reports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Settings;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Runs <c>rokt send</c>: shows what is in the files, stops where something is wrong, asks, and sends.</summary>
internal sealed class SendRun(SendOptions options, IAnsiConsole console, Interruption interruption)
{
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly double _rate = options.Rate ?? EventApiLimits.BatchesPerSecond;

    public static async Task<int> RunAsync(SendOptions options)
    {
        using var interruption = new Interruption(TimeProvider.System);
        var run = new SendRun(options, Consoles.Create(options.Json), interruption);
        AccountSettings? account = options.DryRun ? null : AccountSettings.Load(options.Settings, options.Profile);
        using ServiceProvider? services = account?.CreateServices(options.Environment!.Value, settings => account.AdaptForFile(settings, options.Rate));
        var files = new List<PlannedFile>();
        try
        {
            await run.PlanAsync(files).ConfigureAwait(false);
            return account is null ? run.FinishDryRun(files) : await run.SendAsync(files, account, services!).ConfigureAwait(false);
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private async Task PlanAsync(List<PlannedFile> files)
    {
        foreach (string path in options.Files)
        {
            OrderFile file = await OrderFile.OpenAsync(path, options.Mapping, interruption.Interrupted).ConfigureAwait(false);
            var summary = new FileSummary();
            var planned = new PlannedFile(file, summary);
            files.Add(planned);
            ColumnTable.Write(console, file);
            await summary.ReadAsync(file.ReadAsync(Reading(), interruption.Interrupted)).ConfigureAwait(false);
            if (file.Input.HasChanged)
            {
                throw new UnreadableFileException($"{file.Input.Name} was changed while it was read, so nothing was sent: run the same command when it is complete.");
            }

            if (file.FindObstacle() is { } obstacle)
            {
                console.WriteLine($"{SummaryText.Count(summary.Rows, "row")}, {SummaryText.Count(summary.Orders, "order")}. {obstacle}");
            }
            else
            {
                SummaryText.Write(console, summary, _rate);
            }

            console.WriteLine();
        }

        if (options.SaveMap is { } map)
        {
            MapFile.Write(map, options.Mapping);
        }
    }

    private int FinishDryRun(List<PlannedFile> files)
    {
        bool isWell = files.All(file => file.File.FindObstacle() is null && file.Summary is { Rejected: 0, Duplicates: 0 });
        console.WriteLine(isWell ? "All is well. Nothing was sent: this was a dry run." : "Problems were found. Nothing was sent: this was a dry run.");
        return Finish(isWell ? ExitCode.Success : ExitCode.SomeRejected, [.. files.Select(file => file.Report(_rate, null, file.File.FindObstacle()))], null);
    }

    private async Task<int> SendAsync(List<PlannedFile> files, AccountSettings account, ServiceProvider services)
    {
        PlannedFile[] sendable = [.. files.Where(file => file.File.FindObstacle() is null)];
        string? excess = sendable.Select(file => file.FindExcess(options.MaxInvalid)).FirstOrDefault(problem => problem is not null);
        if (excess is not null)
        {
            return Refuse(files, excess, ExitCode.SomeRejected);
        }

        if (sendable.Length == 0)
        {
            return Refuse(files, "Nothing was sent.", ExitCode.SomeRejected);
        }

        var tasks = new List<SendTask>();
        try
        {
            foreach (PlannedFile file in sendable)
            {
                tasks.Add(SendTask.Open(file, options, account));
            }

            if (await ConfirmAsync(tasks, account).ConfigureAwait(false) is { } refusal)
            {
                return Refuse(files, refusal.Message, refusal.ExitCode);
            }

            IEventApiClient client = services.GetRequiredService<IEventApiClient>();
            var reports = files.Except(sendable).Select(file => file.Report(_rate, null, file.File.FindObstacle())).ToList();
            int exitCode = reports.Count > 0 ? ExitCode.SomeRejected : ExitCode.Success;
            foreach (SendTask task in tasks)
            {
                exitCode = Math.Max(exitCode, await task.RunAsync(client, console, Reading(), _rate, interruption, _clock).ConfigureAwait(false));
                reports.Add(task.Report(_rate));
                if (exitCode >= ExitCode.Unavailable)
                {
                    break;
                }
            }

            return Finish(exitCode, reports, null);
        }
        finally
        {
            tasks.ForEach(task => task.Dispose());
        }
    }

    // Null for yes.
    private async Task<(string Message, int ExitCode)?> ConfirmAsync(List<SendTask> tasks, AccountSettings account)
    {
        long left = tasks.Sum(task => task.Left);
        if (options.Environment != EventEnvironment.Production || options.Yes || left == 0)
        {
            return null;
        }

        string what = $"{SummaryText.Count(left, "conversion")} to production ({account.Name})";
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return ($"Sending {what} needs a confirmation, and there is no terminal to ask in: add --yes.", ExitCode.Usage);
        }

        bool isConfirmed = await console.PromptAsync(new ConfirmationPrompt($"Send {Markup.Escape(what)}?") { DefaultValue = false }, interruption.Interrupted).ConfigureAwait(false);
        return isConfirmed ? null : ("Nothing was sent.", ExitCode.Interrupted);
    }

    private int Refuse(List<PlannedFile> files, string message, int exitCode)
    {
        (options.Json ? Console.Error : Console.Out).WriteLine(message);
        return Finish(exitCode, [.. files.Select(file => file.Report(_rate, null, file.File.FindObstacle()))], message);
    }

    private int Finish(int exitCode, IReadOnlyList<FileReport> files, string? message)
    {
        if (options.Json)
        {
            Console.Out.WriteLine(new RunReport(exitCode, options.DryRun, files) { Message = message }.ToJson());
        }

        return exitCode;
    }

    private ReadingOptions Reading() => new() { AllowOld = options.AllowOld, SkipUnpaid = options.SkipUnpaid, Now = _clock.GetUtcNow() };
}
