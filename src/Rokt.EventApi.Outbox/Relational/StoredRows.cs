using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Reads rows one by one: one that is damaged must not hide the others.</summary>
internal static class StoredRows
{
    /// <summary>Reads a pending row. One that is damaged is returned as such, so that it is moved to dead letter.</summary>
    /// <param name="reader">A reader of id, payload, version, created, due and failures.</param>
    /// <param name="now">What counts as the time of a row whose own cannot be read.</param>
    /// <param name="withoutId">Takes the id of a row whose id is none.</param>
    public static OutboxRow? Read(DbDataReader reader, long now, List<object> withoutId)
    {
        object raw = reader.GetValue(0);
        if (!Values.TryId(raw, out Guid id))
        {
            withoutId.Add(raw);
            return null;
        }

        try
        {
            return new OutboxRow(
                id,
                reader.GetValue(1) as byte[] ?? throw new FormatException("It is no payload."),
                Values.Int32(reader.GetValue(2)),
                Values.Time(reader.GetValue(3)),
                Values.Time(reader.GetValue(4)),
                Values.Int32(reader.GetValue(5)));
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new OutboxRow(id, [], OutboxRow.Damaged, now, TimeOr(reader.GetValue(4), now), 0);
        }
    }

    /// <summary>Reads a dead-lettered row from id, created, due, failures and reason; null if it has no id.</summary>
    public static DeadLetter? ReadDeadLetter(DbDataReader reader) => Values.TryId(reader.GetValue(0), out Guid id)
        ? new DeadLetter
        {
            Id = id,
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(TimeOr(reader.GetValue(1), 0)),
            DeadLetteredAt = DateTimeOffset.FromUnixTimeMilliseconds(TimeOr(reader.GetValue(2), 0)),
            Failures = reader.GetValue(3) is var failures && failures is long or int ? (int)Math.Clamp(Values.Number(failures), 0, int.MaxValue) : 0,
            Reason = reader.GetValue(4) as string ?? "",
        }
        : null;

    /// <summary>Reads a time, or takes another where there is none.</summary>
    public static long TimeOr(object value, long other)
    {
        try
        {
            return Values.Time(value);
        }
        catch (FormatException)
        {
            return other;
        }
    }
}
