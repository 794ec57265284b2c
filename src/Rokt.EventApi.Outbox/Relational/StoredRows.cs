using System.Data.Common;
using Rokt.EventApi.Outbox.Storage;

namespace Rokt.EventApi.Outbox.Relational;

/// <summary>Reads rows one by one: one that is damaged must not hide the others.</summary>
internal static class StoredRows
{
    /// <summary>Reads a pending row. One that is damaged is returned as such, so that it is moved to dead letter.</summary>
    /// <param name="reader">A reader of id, payload, version, created, due, failures and not_before.</param>
    /// <param name="now">What counts as the time of a row whose own cannot be read.</param>
    /// <param name="dialect">How ids are written.</param>
    /// <param name="withoutId">Takes the id of a row whose id is none, or is written in another way, by which no statement finds it.</param>
    public static OutboxRow? Read(DbDataReader reader, long now, Dialect dialect, List<object> withoutId)
    {
        object raw = reader.GetValue(0);
        if (!Values.TryId(raw, out Guid id) || (raw is not Guid && !raw.Equals(dialect.Id(id))))
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
                Values.Int32(reader.GetValue(5)))
            {
                NotBefore = TimeOr(reader.GetValue(6), 0),
            };
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new OutboxRow(id, [], OutboxRow.Damaged, now, TimeOr(reader.GetValue(4), now), 0);
        }
    }

    /// <summary>Reads a dead-lettered row from id, created, due, failures, reason, error_codes and confirmation_ref; null if it has no id.</summary>
    public static DeadLetter? ReadDeadLetter(DbDataReader reader) => Values.TryId(reader.GetValue(0), out Guid id)
        ? new DeadLetter
        {
            Id = id,
            EnqueuedAt = Time(reader, 1),
            DeadLetteredAt = Time(reader, 2),
            Failures = Count(reader.GetValue(3)),
            Reason = reader.GetValue(4) as string ?? "",
            ErrorCodes = StoredErrorCodes.Read(reader.GetValue(5) as string),
            ConfirmationRef = reader.GetValue(6) as string,
        }
        : null;

    /// <summary>Reads a row in any state from id, state, created, due, failures, reason, error_codes, confirmation_ref and not_before; null if it has no id.</summary>
    public static OutboxConversion? ReadConversion(DbDataReader reader)
    {
        if (!Values.TryId(reader.GetValue(0), out Guid id))
        {
            return null;
        }

        OutboxConversionState state = TimeOr(reader.GetValue(1), 0) switch
        {
            Statements.DeadLettered => OutboxConversionState.DeadLettered,
            Statements.Scheduled => OutboxConversionState.Scheduled,
            _ => OutboxConversionState.Pending,
        };
        bool isDeadLettered = state == OutboxConversionState.DeadLettered;
        return new OutboxConversion
        {
            Id = id,
            State = state,
            EnqueuedAt = Time(reader, 2),
            NextAttemptAt = isDeadLettered ? null : Time(reader, 3),
            DeadLetteredAt = isDeadLettered ? Time(reader, 3) : null,
            Failures = Count(reader.GetValue(4)),
            Reason = reader.GetValue(5) as string ?? "",
            ErrorCodes = StoredErrorCodes.Read(reader.GetValue(6) as string),
            ConfirmationRef = reader.GetValue(7) as string,
            NotBefore = TimeOr(reader.GetValue(8), 0) is not 0 and var time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null,
        };
    }

    /// <summary>Reads an entry of the ledger from id, created, delivered, failures and confirmation_ref; null if it has no id.</summary>
    public static OutboxConversion? ReadDelivered(DbDataReader reader) => Values.TryId(reader.GetValue(0), out Guid id)
        ? new OutboxConversion
        {
            Id = id,
            State = OutboxConversionState.Delivered,
            EnqueuedAt = Time(reader, 1),
            DeliveredAt = Time(reader, 2),
            Failures = Count(reader.GetValue(3)),
            ConfirmationRef = reader.GetValue(4) as string,
        }
        : null;

    private static DateTimeOffset Time(DbDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(TimeOr(reader.GetValue(column), 0));

    private static int Count(object value) => value is long or int ? (int)Math.Clamp(Values.Number(value), 0, int.MaxValue) : 0;

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
