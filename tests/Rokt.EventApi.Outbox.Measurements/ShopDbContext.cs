using Microsoft.EntityFrameworkCore;

namespace Rokt.EventApi.Outbox.Measurements;

internal sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddRoktOutbox();
        modelBuilder.Entity<Order>(order =>
        {
            order.ToTable("orders").HasKey(one => one.Number);
            order.Property(one => one.Number).HasColumnName("number");
            order.Property(one => one.Total).HasColumnName("total");
        });
    }
}
