using Microsoft.EntityFrameworkCore;

namespace Rokt.EventApi.Outbox.Tests.Stores;

/// <summary>A shop's own context, with the outbox in it.</summary>
internal sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
}
