using Spectre.Console;

namespace Rokt.EventApi.Cli.Reports;

/// <summary>Makes the console that people read.</summary>
internal static class Consoles
{
    // Lines in a log are as long as they are.
    private const int WidthWithoutTerminal = 10_000;

    /// <param name="isJson">Whether standard output belongs to a script: people then read standard error.</param>
    public static IAnsiConsole Create(bool isJson)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(isJson ? Console.Error : Console.Out) });
        if (isJson ? Console.IsErrorRedirected : Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
