namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>How much is measured.</summary>
/// <param name="Rows">How many rows wait, where many do.</param>
/// <param name="Seconds">How long each measurement takes.</param>
/// <param name="Orders">How many orders are stored.</param>
internal sealed record Effort(int Rows, int Seconds, int Orders)
{
    public static readonly Effort Full = new(1_000_000, 10, 2000);

    public static readonly Effort Quick = new(20_000, 2, 100);
}
