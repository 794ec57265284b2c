using Microsoft.EntityFrameworkCore;

namespace Rokt.EventApi.DotNet8.Tests;

internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
}
