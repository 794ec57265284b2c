using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds the outbox to a model.</summary>
public static class RoktOutboxModelBuilderExtensions
{
    internal const int AccountLength = 128;
    private const int ReasonLength = 64;
    private const int OwnerLength = 36;
    private const int HolderLength = 128;
    private const int TextLength = 256;
    private const int CustomerLength = 200;

    /// <summary>
    /// Adds the tables <c>rokt_outbox</c>, <c>rokt_outbox_lease</c> and <c>rokt_outbox_ledger</c>: call it in <c>OnModelCreating</c>, then add a
    /// migration. Names can be changed afterwards; the outbox takes them from the model.
    /// </summary>
    /// <param name="modelBuilder">The builder of the model.</param>
    /// <param name="schema">The schema of the tables. Default: the model's own.</param>
    /// <returns>The same builder.</returns>
    /// <example>
    /// <code>
    /// protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
    /// </code>
    /// </example>
    public static ModelBuilder AddRoktOutbox(this ModelBuilder modelBuilder, string? schema = null)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<OutboxMessage>(message =>
        {
            message.ToTable(OutboxDatabase.RowsTable, schema);
            message.HasKey(row => row.Id);
            message.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            message.Property(row => row.Account).HasColumnName("account").HasMaxLength(AccountLength);
            message.Property(row => row.Payload).HasColumnName("payload").Metadata.SetMaxLength(null);
            message.Property(row => row.Version).HasColumnName("version");
            message.Property(row => row.Created).HasColumnName("created");
            message.Property(row => row.Due).HasColumnName("due");
            message.Property(row => row.Updated).HasColumnName("updated");
            message.Property(row => row.Failures).HasColumnName("failures");
            message.Property(row => row.State).HasColumnName("state");
            message.Property(row => row.Reason).HasColumnName("reason").HasMaxLength(ReasonLength);
            message.Property(row => row.ErrorCodes).HasColumnName("error_codes").HasMaxLength(TextLength);
            message.Property(row => row.ConfirmationRef).HasColumnName("confirmation_ref").HasMaxLength(TextLength);
            message.Property(row => row.CustomerHash).HasColumnName("customer_hash").HasMaxLength(CustomerLength);
            message.Property(row => row.NotBefore).HasColumnName("not_before");
            message.HasIndex(row => new { row.Account, row.State, row.Due, row.Id, row.Created }, "rokt_outbox_due");
            message.HasIndex(row => new { row.Account, row.ConfirmationRef }, "rokt_outbox_ref");
        });
        modelBuilder.Entity<OutboxLease>(lease =>
        {
            lease.ToTable(OutboxDatabase.LeasesTable, schema);
            lease.HasKey(row => row.Account);
            lease.Property(row => row.Account).HasColumnName("account").HasMaxLength(AccountLength);
            lease.Property(row => row.Owner).HasColumnName("owner").HasMaxLength(OwnerLength);
            lease.Property(row => row.Beat).HasColumnName("beat");
            lease.Property(row => row.State).HasColumnName("state");
            lease.Property(row => row.Paused).HasColumnName("paused");
            lease.Property(row => row.Pending).HasColumnName("pending");
            lease.Property(row => row.DeadLettered).HasColumnName("dead_lettered");
            lease.Property(row => row.Holder).HasColumnName("holder").HasMaxLength(HolderLength);
            lease.Property(row => row.Cause).HasColumnName("cause").HasMaxLength(TextLength);
        });
        modelBuilder.Entity<OutboxLedgerEntry>(entry =>
        {
            entry.ToTable(OutboxDatabase.LedgerTable, schema);
            entry.HasKey(row => row.Id);
            entry.Property(row => row.Id).HasColumnName("id").ValueGeneratedNever();
            entry.Property(row => row.Account).HasColumnName("account").HasMaxLength(AccountLength);
            entry.Property(row => row.ConfirmationRef).HasColumnName("confirmation_ref").HasMaxLength(TextLength);
            entry.Property(row => row.Created).HasColumnName("created");
            entry.Property(row => row.Delivered).HasColumnName("delivered");
            entry.Property(row => row.Failures).HasColumnName("failures");
            entry.HasIndex(row => new { row.Account, row.ConfirmationRef }, "rokt_outbox_ledger_ref");
            entry.HasIndex(row => new { row.Account, row.Delivered, row.Id }, "rokt_outbox_ledger_delivered");
        });
        foreach (Type type in (Type[])[typeof(OutboxMessage), typeof(OutboxLease), typeof(OutboxLedgerEntry)])
        {
            RemoveConversions(modelBuilder.Entity(type));
        }

        return modelBuilder;
    }

    // The outbox writes and reads with SQL of its own, which no conversion that the application sets for a type, such as Guid, reaches.
    private static void RemoveConversions(EntityTypeBuilder entity)
    {
        foreach (IMutableProperty property in entity.Metadata.GetProperties())
        {
            property.SetValueConverter((ValueConverter?)null);
            property.SetProviderClrType(null);
        }
    }
}
