using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Reads the number of an option, and says what it must be.</summary>
internal static class NumberArgument
{
    /// <param name="argument">The option's value.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    /// <param name="rule">What it must be, for people.</param>
    public static T Read<T>(ArgumentResult argument, T least, T most, string rule)
        where T : struct, INumber<T>
    {
        if (T.TryParse(argument.Tokens.Single().Value, NumberStyles.Float, CultureInfo.InvariantCulture, out T number) && number >= least && number <= most)
        {
            return number;
        }

        argument.AddError(rule);
        return default;
    }
}
