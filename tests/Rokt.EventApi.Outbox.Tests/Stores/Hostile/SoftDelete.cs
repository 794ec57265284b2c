using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>Deletes nothing, and stamps what is added.</summary>
internal sealed class SoftDelete : SaveChangesInterceptor
{
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        foreach (EntityEntry entry in eventData.Context!.ChangeTracker.Entries())
        {
            if (entry.State == EntityState.Deleted)
            {
                entry.State = EntityState.Modified;
                entry.Property("IsDeleted").CurrentValue = true;
            }

            entry.Property("TenantId").CurrentValue ??= "shoes";
            entry.Property("ChangedAt").CurrentValue = DateTime.UnixEpoch;
        }

        return new ValueTask<InterceptionResult<int>>(result);
    }
}
