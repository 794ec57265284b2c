using Microsoft.EntityFrameworkCore;

namespace AspNetCore;

/// <summary>The shop's own database, with the outbox in it.</summary>
public sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
}
