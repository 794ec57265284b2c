using Microsoft.EntityFrameworkCore;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>A context that its options make hostile; proxies and compiled models need it to be public.</summary>
public class PlainDbContext(DbContextOptions<PlainDbContext> options) : DbContext(options)
{
    public virtual DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
}
