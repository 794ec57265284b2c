using System.Globalization;
using System.Text.Json;
using Rokt.EventApi.Cli.Sending;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>Shows how far sending is: a bar in a terminal, lines in a log, JSON for scripts.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, bool isJson, string file, SendProgress progress, TimeProvider clock)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan JsonInterval = TimeSpan.FromSeconds(1);

    private readonly Queue<(long Time, long Count)> _seen = [];

    /// <summary>Shows progress until the work ends.</summary>
    public async Task ShowAsync(Task work)
    {
        _seen.Enqueue((clock.GetTimestamp(), 0));
        if (isJson)
        {
            await RepeatAsync(work, JsonInterval, WriteJson).ConfigureAwait(false);
        }
        else if (console.Profile.Out.IsTerminal)
        {
            await ShowBarAsync(work).ConfigureAwait(false);
        }
        else
        {
            await RepeatAsync(work, LineInterval, () => console.WriteLine($"{Done:N0} of {progress.Total:N0}  {Numbers()}")).ConfigureAwait(false);
        }

        await work.ConfigureAwait(false);
    }

    private long Done => progress.Accepted + progress.Rejected;

    private Task ShowBarAsync(Task work) => console.Progress()
        .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            ProgressTask bar = context.AddTask(Markup.Escape(file), maxValue: Math.Max(1, progress.Total));
            await RepeatAsync(work, BarInterval, () =>
            {
                bar.Description = Markup.Escape(Numbers());
                bar.Value = Done;
            }).ConfigureAwait(false);
        });

    private async Task RepeatAsync(Task work, TimeSpan interval, Action show)
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await Task.WhenAny(work, timer.WaitForNextTickAsync().AsTask()).ConfigureAwait(false) != work)
        {
            show();
        }

        // Where it ended, even if that was while the last look was shown.
        show();
    }

    private string Numbers()
    {
        double rate = Rate();
        string left = rate > 0 && Done < progress.Total ? $", {SummaryText.Duration(TimeSpan.FromSeconds((progress.Total - Done) / rate))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{rate:0}/s, {progress.Accepted:N0} accepted, {progress.Rejected:N0} rejected, {progress.Retried:N0} retried{left}");
    }

    private void WriteJson()
    {
        var report = new ProgressReport(file, progress.Accepted, progress.Rejected, progress.Retried, progress.Total, Math.Round(Rate(), 1));
        Console.Error.WriteLine(JsonSerializer.Serialize(report, ReportJsonContext.Default.ProgressReport));
    }

    // Over the last looks, so that it follows what happens.
    private double Rate()
    {
        const int Looks = 25;
        _seen.Enqueue((clock.GetTimestamp(), Done));
        if (_seen.Count > Looks)
        {
            _seen.Dequeue();
        }

        (long time, long count) = _seen.Peek();
        double seconds = clock.GetElapsedTime(time).TotalSeconds;
        return seconds < 0.1 ? 0 : (Done - count) / seconds;
    }
}
