namespace Rokt.EventApi.Cli.Orders;

/// <summary>Rules that stand in several places.</summary>
internal static class RuleTexts
{
    public const string TooOld = "It happened more than 30 days ago, and the API accepts nothing older: leave it out, or add --allow-old.";

    public const string DigitsLost = "A spreadsheet has cut the digits (6.1E+12): export the file again without opening it in one.";
}
