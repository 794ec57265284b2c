namespace Rokt.EventApi.Outbox.Tests.Stores.Hostile;

/// <summary>The whole contract of a store, whatever the shop's model and registration are like.</summary>
public static class HostileStoreTests
{
    public sealed class Conventions : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("conventions");
    }

    public sealed class ConventionsOnPostgres(PostgresServer server) : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnPostgres("conventions", server);
    }

    public sealed class RetryingExecutionStrategy(PostgresServer server) : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnPostgres("retrying execution strategy", server);
    }

    public sealed class SnakeCase : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("snake case");
    }

    public sealed class LazyLoadingProxies : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("lazy-loading proxies");
    }

    public sealed class ChangeTrackingProxies : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("change-tracking proxies");
    }

    public sealed class CompiledModel : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("compiled model");
    }

    public sealed class PooledContexts : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("pooled contexts");
    }

    public sealed class PooledFactory : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("pooled factory");
    }

    public sealed class Factory : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("factory");
    }

    public sealed class NoTrackingAndSplitQueries : StoreContract
    {
        protected override TestStore Create() => HostileStore.OnSqlite("no tracking and split queries");
    }
}
