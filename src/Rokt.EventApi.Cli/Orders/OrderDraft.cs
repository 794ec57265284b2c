namespace Rokt.EventApi.Cli.Orders;

/// <summary>What is known of an order while its conversion is made.</summary>
internal struct OrderDraft
{
    public decimal? Amount;
    public DateTimeOffset? Time;

    public List<RowViolation>? Violations { get; private set; }

    public List<RowViolation>? Dropped { get; private set; }

    public void Reject(string path, string rule) => (Violations ??= []).Add(new RowViolation(path, rule));

    public void Drop(string path, string rule) => (Dropped ??= []).Add(new RowViolation(path, rule));
}
