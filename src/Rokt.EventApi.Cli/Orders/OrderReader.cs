using System.Text.Json;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Orders;

/// <summary>Makes conversions of orders, by the policy of the tool. Thread-safe.</summary>
internal sealed class OrderReader(ColumnMap map, FileProfile profile, ReadingOptions options)
{
    private readonly OrderJudge _judge = new(map, profile);
    private readonly ConversionMapper _mapper = new(map, profile, options);
    private readonly OrderTime _time = new(map, profile.DateOrder, options.TimeZone);

    public FileOrder Read(OrderRows rows)
    {
        if (rows[0].IsDamaged)
        {
            return Refuse(rows, [new RowViolation("$", "The line is no JSON object like those at the start of the file.")]);
        }

        if (map.EventColumn >= 0 && rows[0][map.EventColumn] is { IsEmpty: false } json)
        {
            return ReadEvent(rows, json);
        }

        var draft = new OrderDraft();
        decimal? amount = ReadAmount(rows, ref draft);
        AmountText.TryParse(rows.Value(map, Field.RefundedAmount), profile.IsDecimalComma, out decimal refunded);
        Standing standing = _judge.Judge(rows, amount, Math.Abs(refunded));
        if (IsSkipped(standing))
        {
            return Finish(rows, new FileOrder { Row = rows[0].Number, LastRow = rows[rows.Count - 1].Number, Standing = standing, IsSkipped = true });
        }

        draft.Amount = amount;
        if (!_time.TryRead(rows, out draft.Time))
        {
            draft.Reject("events[0].data.timestamp_unixtime_ms", profile.HasAmbiguousDates && profile.DateOrder == DateOrder.Unknown
                ? $"Day or month first? The file does not show which: {options.Wording.DateOrder}."
                : "The time cannot be read: write it as 2025-10-31T14:30:00+01:00.");
        }

        bool isOld = draft.Time < options.Now - EventApiLimits.EventAge;
        if (isOld && !options.AllowOld)
        {
            draft.Reject("events[0].data.timestamp_unixtime_ms", options.Wording.TooOld);
        }

        ConversionEvent? conversion = _mapper.Map(rows, ref draft);
        return Finish(rows, new FileOrder
        {
            Row = rows[0].Number,
            LastRow = rows[rows.Count - 1].Number,
            Standing = standing,
            Conversion = conversion,
            Violations = draft.Violations ?? [],
            Dropped = draft.Dropped ?? [],
            IsOld = isOld,
            ReferenceHash = conversion?.ConfirmationRef is { } reference ? HashLog.Hash(reference) : 0,
        });
    }

    // The order's total stands on its first row, or on each of them.
    private decimal? ReadAmount(OrderRows rows, ref OrderDraft draft)
    {
        decimal? amount = null;
        for (int index = 0; index < rows.Count; index++)
        {
            ReadOnlySpan<char> text = map.Value(rows[index], Field.Amount);
            if (text.IsEmpty)
            {
                continue;
            }

            if (!AmountText.TryParse(text, profile.IsDecimalComma, out decimal parsed))
            {
                draft.Reject("events[0].data.custom_attributes.amount", "The amount is no number.");
            }
            else if (amount is { } first && first != parsed)
            {
                draft.Reject("events[0].data.custom_attributes.amount", "The rows of the order have different amounts: map amount to the column of the order's total.");
            }
            else
            {
                amount = parsed;
            }
        }

        return amount;
    }

    private FileOrder ReadEvent(OrderRows rows, ReadOnlySpan<char> json)
    {
        try
        {
            ConversionEvent conversion = JsonSerializer.Deserialize(json, EventJsonContext.Default.ConversionEvent)!;
            if (options.HashEmails && conversion.Email is { } email)
            {
                conversion = conversion.ToBuilder().WithEmail(null).WithSha256OfEmail(email).Build();
            }

            bool isOld = conversion.EventTime < options.Now - EventApiLimits.EventAge;
            return Finish(rows, new FileOrder
            {
                Row = rows[0].Number,
                LastRow = rows[rows.Count - 1].Number,
                Conversion = isOld && !options.AllowOld ? null : conversion,
                Violations = isOld && !options.AllowOld ? [new RowViolation("events[0].data.timestamp_unixtime_ms", options.Wording.TooOld)] : [],
                IsOld = isOld,
                ReferenceHash = conversion.ConfirmationRef is { } reference ? HashLog.Hash(reference) : 0,
            });
        }
        catch (JsonException exception) when (exception.InnerException is InvalidConversionEventException invalid)
        {
            return Refuse(rows, [.. invalid.Violations.Select(violation => new RowViolation(violation.Path, violation.Rule))]);
        }
        catch (JsonException)
        {
            return Refuse(rows, [new RowViolation("$", "The JSON is not that of a conversion event.")]);
        }
    }

    private FileOrder Refuse(OrderRows rows, IReadOnlyList<RowViolation> violations) =>
        Finish(rows, new FileOrder { Row = rows[0].Number, LastRow = rows[rows.Count - 1].Number, Violations = violations });

    private FileOrder Finish(OrderRows rows, FileOrder order) => options.KeepRows ? order.KeepRows(rows) : order;

    private bool IsSkipped(Standing standing) => standing switch
    {
        Standing.Sale => false,
        Standing.Unpaid => options.SkipUnpaid,
        _ => true,
    };
}
