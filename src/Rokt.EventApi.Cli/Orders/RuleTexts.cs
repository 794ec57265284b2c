namespace Rokt.EventApi.Cli.Orders;

/// <summary>Rules that stand in several places.</summary>
internal static class RuleTexts
{
    public const string DigitsLost = "A spreadsheet has cut the digits (6.1E+12): export the file again without opening it in one.";
}
