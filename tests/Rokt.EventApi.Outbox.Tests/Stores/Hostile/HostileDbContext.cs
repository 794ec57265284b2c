using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>
/// A context whose conventions reach every entity: a tenant and a flag of soft deletion, which a filter hides rows by; names in
/// upper case, with a prefix; a schema; conversions of texts, ids and numbers.
/// </summary>
public class HostileDbContext(DbContextOptions<HostileDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().HaveMaxLength(500).AreUnicode(false).HaveConversion<Shouted>();
        configurationBuilder.Properties<Guid>().HaveConversion<string>();
        configurationBuilder.Properties<long>().HaveConversion<string>();
        configurationBuilder.Properties<byte[]>().HaveMaxLength(16);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("shop");
        modelBuilder.AddRoktOutbox();
        foreach (IMutableEntityType entity in modelBuilder.Model.GetEntityTypes().ToList())
        {
            modelBuilder.Entity(entity.ClrType).Property<string>("TenantId").IsRequired();
            modelBuilder.Entity(entity.ClrType).Property<string>("Region").IsRequired().ValueGeneratedOnAdd().HasValueGenerator<RegionGenerator>();
            modelBuilder.Entity(entity.ClrType).Property<bool>("IsDeleted");
            modelBuilder.Entity(entity.ClrType).Property<DateTime>("ChangedAt");
            modelBuilder.Entity(entity.ClrType).HasQueryFilter(Filters.NoRow(entity.ClrType));
            entity.SetTableName($"T_{entity.GetTableName()!.ToUpperInvariant()}");
            foreach (IMutableProperty property in entity.GetProperties())
            {
                property.SetColumnName($"C_{property.Name.ToUpperInvariant()}");
            }
        }
    }
}
