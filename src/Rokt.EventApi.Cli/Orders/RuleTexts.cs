namespace Rokt.EventApi.Cli.Orders;

/// <summary>Rules that are counted on their own.</summary>
internal static class RuleTexts
{
    public const string TooOld = "It happened more than 30 days ago, and the API accepts nothing older: leave it out, or add --allow-old.";
}
