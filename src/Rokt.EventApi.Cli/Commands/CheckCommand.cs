using System.CommandLine;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>The command line of <c>rokt check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Option<string?> settings = AccountOptions.Settings();
        Option<string?> profile = AccountOptions.Profile();
        var json = new Option<bool>("--json") { Description = "Writes the result as JSON." };
        var command = new Command("check", "Checks the way to the API: proxy, DNS, TCP, TLS, clock and credentials.") { settings, profile, json };
        command.SetAction((arguments, _) =>
        {
            bool isJson = arguments.GetValue(json);
            return Guard.RunAsync(isJson, () => CheckRun.RunAsync(arguments.GetValue(settings), arguments.GetValue(profile), isJson));
        });
        return command;
    }
}
