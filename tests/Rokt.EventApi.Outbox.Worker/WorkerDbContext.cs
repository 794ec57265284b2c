using Microsoft.EntityFrameworkCore;

namespace Rokt.EventApi.Outbox.Worker;

internal sealed class WorkerDbContext(DbContextOptions<WorkerDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox();
}
