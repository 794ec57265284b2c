using Rokt.EventApi.Cli.Reports;
using Rokt.EventApi.Cli.Sending;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>How far sending is, in lines.</summary>
public sealed class ProgressDisplayTests
{
    [Fact]
    public async Task The_last_line_says_where_sending_ended_even_if_it_ended_while_the_one_before_was_written()
    {
        var progress = new SendProgress { Total = 1 };
        var work = new TaskCompletionSource();
        using var output = new ObservedWriter(() =>
        {
            if (work.TrySetResult())
            {
                progress.Count(RowState.Accepted, 0);
            }
        });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });

        await new ProgressDisplay(console, isJson: false, "orders.csv", progress, new HastyClock()).ShowAsync(work.Task);

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("0 of 1  ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("1 of 1  ", lines[^1], StringComparison.Ordinal);
    }

    private sealed class ObservedWriter(Action isWritten) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            isWritten();
        }
    }

    // Its timers are due at once.
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
    }
}
