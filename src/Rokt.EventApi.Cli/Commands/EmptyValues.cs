using System.CommandLine;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Refuses empty values, such as those of a script's variable that is not set: none of the options has a meaning for one.</summary>
internal static class EmptyValues
{
    /// <summary>Refuses them in all options and arguments of the subcommands.</summary>
    public static void Refuse(Command command)
    {
        foreach (Command subcommand in command.Subcommands)
        {
            foreach (Option option in subcommand.Options)
            {
                option.Validators.Add(result =>
                {
                    if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                    {
                        result.AddError($"The value of {option.Name} is empty.");
                    }
                });
            }

            foreach (Argument argument in subcommand.Arguments)
            {
                argument.Validators.Add(result =>
                {
                    if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                    {
                        result.AddError($"{argument.Name} is empty.");
                    }
                });
            }
        }
    }
}
