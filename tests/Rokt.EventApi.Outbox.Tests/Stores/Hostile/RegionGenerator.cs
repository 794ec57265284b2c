using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>What a shop has EF Core write into a column of every table.</summary>
public sealed class RegionGenerator : ValueGenerator<string>
{
    public override bool GeneratesTemporaryValues => false;

    public override string Next(EntityEntry entry) => "north";
}
