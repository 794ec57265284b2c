using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Rokt.EventApi.Cli.Commands;

// A class that is written out: the one of top-level statements would be public, by a generator of ASP.NET Core.
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // Not a root command, whose name would be that of the assembly.
        var rokt = new Command("rokt", "Sends the conversions of files to the Rokt Event API, checks the way to it, and stands in for it.")
        {
            SendCommand.Create(), CheckCommand.Create(), SandboxCommand.Create(), new HelpOption { Recursive = true }, new VersionOption(),
        };
        EmptyValues.Refuse(rokt);
        ParseResult command = rokt.Parse(args);
        if (command.Action is ParseErrorAction error)
        {
            error.ShowHelp = args.Length == 0;
        }

        // Sending ends in its own time: see Interruption.
        int exitCode = await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
        return command.Errors.Count > 0 ? ExitCode.Usage : exitCode;
    }
}
