using System.CommandLine;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>The options that say which account.</summary>
internal static class AccountOptions
{
    public static Option<string?> Settings() => new("--settings") { HelpName = "FILE", Description = "An appsettings.json, a project with user secrets, or their id." };

    public static Option<string?> Profile() => new("--profile") { HelpName = "NAME", Description = "A named account in rokt/profiles.json of the user's configuration folder." };
}
