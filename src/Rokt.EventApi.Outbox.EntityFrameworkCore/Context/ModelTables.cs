using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Rokt.EventApi.Outbox.EntityFrameworkCore.Context;

/// <summary>
/// Reads from a model what the outbox's tables and columns are called, after every convention of the application, and what
/// further columns those conventions gave them.
/// </summary>
internal static class ModelTables
{
    private static readonly Dictionary<string, string> RowColumns = new()
    {
        [nameof(OutboxMessage.Id)] = "id",
        [nameof(OutboxMessage.Account)] = "account",
        [nameof(OutboxMessage.Payload)] = "payload",
        [nameof(OutboxMessage.Version)] = "version",
        [nameof(OutboxMessage.Created)] = "created",
        [nameof(OutboxMessage.Due)] = "due",
        [nameof(OutboxMessage.Updated)] = "updated",
        [nameof(OutboxMessage.Failures)] = "failures",
        [nameof(OutboxMessage.State)] = "state",
        [nameof(OutboxMessage.Reason)] = "reason",
        [nameof(OutboxMessage.ErrorCodes)] = "error_codes",
        [nameof(OutboxMessage.ConfirmationRef)] = "confirmation_ref",
        [nameof(OutboxMessage.CustomerHash)] = "customer_hash",
        [nameof(OutboxMessage.NotBefore)] = "not_before",
    };

    private static readonly Dictionary<string, string> LeaseColumns = new()
    {
        [nameof(OutboxLease.Account)] = "account",
        [nameof(OutboxLease.Owner)] = "owner",
        [nameof(OutboxLease.Beat)] = "beat",
        [nameof(OutboxLease.State)] = "state",
        [nameof(OutboxLease.Paused)] = "paused",
        [nameof(OutboxLease.Pending)] = "pending",
        [nameof(OutboxLease.DeadLettered)] = "dead_lettered",
        [nameof(OutboxLease.Holder)] = "holder",
        [nameof(OutboxLease.Cause)] = "cause",
    };

    private static readonly Dictionary<string, string> LedgerColumns = new()
    {
        [nameof(OutboxLedgerEntry.Id)] = "id",
        [nameof(OutboxLedgerEntry.Account)] = "account",
        [nameof(OutboxLedgerEntry.ConfirmationRef)] = "confirmation_ref",
        [nameof(OutboxLedgerEntry.Created)] = "created",
        [nameof(OutboxLedgerEntry.Delivered)] = "delivered",
        [nameof(OutboxLedgerEntry.Failures)] = "failures",
    };

    /// <exception cref="InvalidOperationException">The model has no outbox, or converts its values.</exception>
    public static OutboxTable Rows(DbContext context) => Read(context, typeof(OutboxMessage), RowColumns);

    /// <inheritdoc cref="Rows"/>
    public static OutboxTable Leases(DbContext context) => Read(context, typeof(OutboxLease), LeaseColumns);

    /// <inheritdoc cref="Rows"/>
    public static OutboxTable Ledger(DbContext context) => Read(context, typeof(OutboxLedgerEntry), LedgerColumns);

    private static OutboxTable Read(DbContext context, Type type, Dictionary<string, string> names)
    {
        string contextName = context.GetType().Name;
        if (context.Model.FindEntityType(type) is not { } entity || entity.GetTableName() is not { } table)
        {
            throw new InvalidOperationException($"{contextName} has no outbox in its model: call modelBuilder.AddRoktOutbox() in OnModelCreating.");
        }

        var store = StoreObjectIdentifier.Table(table, entity.GetSchema());
        var columns = new Dictionary<string, string>();
        var others = new Dictionary<string, object>();
        foreach (IProperty property in entity.GetProperties())
        {
            string? column = property.GetColumnName(store);
            if (column is null)
            {
                continue;
            }

            if (!names.TryGetValue(property.Name, out string? name))
            {
                if (NeedsValue(property, store))
                {
                    others[column] = DefaultValue(property);
                }
            }
            else if (property.GetTypeMapping().Converter is not null)
            {
                throw new InvalidOperationException($"{contextName} converts {type.Name}.{property.Name}, which the outbox reads and writes as it is: leave {type.Name} out of the convention that sets the conversion.");
            }
            else
            {
                columns[name] = column;
            }
        }

        return new OutboxTable(table, entity.GetSchema(), columns, others);
    }

    // What a convention of the application added, such as a tenant or a flag of soft deletion.
    private static bool NeedsValue(IProperty property, StoreObjectIdentifier store) =>
        !property.IsColumnNullable(store)
        && property.GetDefaultValueSql(store) is null
        && !property.TryGetDefaultValue(store, out _)
        && property.GetComputedColumnSql(store) is null
        && (property.ValueGenerated == ValueGenerated.Never || property.GetValueGeneratorFactory() is not null);

    // As EF Core would store an entity on which nobody has set it; for a text, which EF Core would refuse, an empty one.
    private static object DefaultValue(IProperty property)
    {
        Type type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        object value = type == typeof(string) ? ""
            : type == typeof(byte[]) ? Array.Empty<byte>()
            : type == typeof(DateTime) && property.GetColumnType().Contains("with time zone", StringComparison.OrdinalIgnoreCase) ? DateTime.SpecifyKind(default, DateTimeKind.Utc)
            : Activator.CreateInstance(type)!;
        return property.GetTypeMapping().Converter?.ConvertToProvider(value) ?? (type.IsEnum ? Convert.ChangeType(value, Enum.GetUnderlyingType(type), null) : value);
    }
}
