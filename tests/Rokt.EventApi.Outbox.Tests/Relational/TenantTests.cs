using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Relational;

/// <summary>A database per tenant: each that is listed is delivered, and any other refused.</summary>
public sealed class TenantTests(PostgresServer postgres) : IAsyncDisposable
{
    private readonly Dictionary<string, NpgsqlDataSource> _tenants = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlDataSource source in _tenants.Values)
        {
            await source.DisposeAsync();
        }
    }

    [Fact]
    public async Task Each_database_that_is_listed_is_delivered()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        NpgsqlDataSource books = await AddTenantAsync("books");
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await StartAsync(sandbox.BaseAddress);

        await EnqueueAsync(host, shoes, "for-shoes");
        await EnqueueAsync(host, books, "for-books");

        await sandbox.WaitForRequestsAsync(2, Cancellation);
        await host.UntilPendingAsync(0);
        Assert.True((await host.Outbox.GetStatusAsync(Cancellation)).HasDispatcher);
    }

    [Fact]
    public async Task A_tenant_that_is_new_is_delivered_as_soon_as_it_is_listed()
    {
        await AddTenantAsync("shoes");
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await StartAsync(sandbox.BaseAddress);
        NpgsqlDataSource books = await AddTenantAsync("books");

        await EnqueueAsync(host, books, "order-1");

        await sandbox.WaitForRequestsAsync(1, Cancellation);
        await host.UntilPendingAsync(0);
    }

    [Fact]
    public async Task The_delivery_of_a_new_tenant_carries_nothing_of_the_request_that_needed_it_first()
    {
        await AddTenantAsync("shoes");
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        var ambient = new AsyncLocal<string?>();
        string? seen = null;
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services.AddRoktEventApiOutbox(options => options.UseDatabases(_ => _tenants.Values))),
            sandbox.BaseAddress,
            configureServices: services => services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Peeking(() => seen = ambient.Value ?? "nothing"))));
        NpgsqlDataSource books = await AddTenantAsync("books");

        ambient.Value = "the request";
        await EnqueueAsync(host, books, "order-1");
        await sandbox.WaitForRequestsAsync(1, Cancellation);

        Assert.Equal("nothing", seen);
    }

    [Fact]
    public async Task Where_no_database_is_listed_no_instance_delivers_and_the_log_names_those_that_are_gone()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        await using OutboxHost host = await StartAsync(new Uri("http://127.0.0.1:9"));
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).HasDispatcher, "it is delivered");
        _tenants.Clear();
        await using (shoes)
        await using (var other = NpgsqlDataSource.Create(postgres.NewDatabase()))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(host, other, "order-1"));

            Assert.False((await host.Outbox.GetStatusAsync(Cancellation)).HasDispatcher);
            Assert.Contains(host.Log.GetSnapshot(), record => record.Id.Name == "OutboxDatabaseRemoved");
        }
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_yet_is_logged_and_the_host_starts()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        bool isDown = true;
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services.AddRoktEventApiOutbox(options =>
                options.UseDatabases(_ => isDown ? throw new TimeoutException("The catalog is away.") : _tenants.Values))),
            sandbox.BaseAddress);
        Assert.Contains(host.Log.GetSnapshot(), record => record.Id.Name == "OutboxOperationFailed");

        isDown = false;
        await EnqueueAsync(host, shoes, "order-1");

        await sandbox.WaitForRequestsAsync(1, Cancellation);
    }

    [Fact]
    public async Task A_context_that_leads_elsewhere_in_a_request_refuses_to_enqueue_with_what_to_do()
    {
        await using ContextStore store = ContextStore.OnPostgres(postgres);
        NpgsqlDataSource books = await AddTenantAsync("books");
        var tenant = new AsyncLocal<string?>();
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services
                .AddDbContext<ShopDbContext>(options => options.UseNpgsql(tenant.Value ?? store.ConnectionString), optionsLifetime: ServiceLifetime.Scoped)
                .AddRoktEventApiOutbox<ShopDbContext>()),
            new Uri("http://127.0.0.1:9"));

        tenant.Value = books.ConnectionString;
        var exception = await Assert.ThrowsAsync<OutboxException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation));

        Assert.Contains("UseDatabases", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await DataSourceStore.Create(books).ExecuteAsync("SELECT count(*) FROM rokt_outbox"));
    }

    [Fact]
    public async Task A_database_that_is_not_listed_is_refused_with_what_to_do()
    {
        await AddTenantAsync("shoes");
        await using var other = NpgsqlDataSource.Create(postgres.NewDatabase());
        await using OutboxHost host = await StartAsync(new Uri("http://127.0.0.1:9"));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(host, other, "order-1"));

        Assert.Contains("UseDatabases", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversion_that_says_no_database_is_refused_with_what_to_do()
    {
        await AddTenantAsync("shoes");
        await using OutboxHost host = await StartAsync(new Uri("http://127.0.0.1:9"));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation));

        Assert.Contains("AddConversion", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_of_every_database_are_listed_requeued_and_discarded()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await StartWithTwoDeadLettersAsync(sandbox);
        sandbox.Clear();

        var management = host.Services.GetRequiredService<IOutboxManagement>();
        IReadOnlyList<DeadLetter> letters = await management.GetDeadLettersAsync(cancellationToken: Cancellation);
        Assert.Equal(2, letters.Count);
        Assert.True(await management.RequeueAsync(letters[0].Id, Cancellation));
        Assert.True(await management.DiscardAsync(letters[1].Id, Cancellation));
        Assert.False(await management.DiscardAsync(letters[1].Id, Cancellation));

        await OutboxHost.UntilAsync(() => Task.FromResult(sandbox.Requests.Any(request => request.StatusCode == 202)), "it is delivered after all");
        await host.UntilPendingAsync(0);
        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered);
    }

    [Fact]
    public async Task Dead_letters_of_every_database_are_listed_by_page_requeued_and_discarded_by_reason()
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await StartWithTwoDeadLettersAsync(sandbox);

        var management = host.Services.GetRequiredService<IOutboxManagement>();
        DeadLetter first = Assert.Single(await management.GetDeadLettersAsync(1, "rejected 400", null, Cancellation));
        DeadLetter second = Assert.Single(await management.GetDeadLettersAsync(1, "rejected 400", first, Cancellation));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(await management.GetDeadLettersAsync(1, "rejected 400", second, Cancellation));
        Assert.Equal(0, await management.DiscardAllAsync("too old", Cancellation));
        Assert.Equal(2, await management.RequeueAllAsync("rejected 400", Cancellation));
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered == 2, "both are dead-lettered again");
        Assert.Equal(2, await management.DiscardAllAsync(cancellationToken: Cancellation));

        Assert.Equal(0, (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered);
    }

    [Fact]
    public async Task A_tenants_context_adds_its_conversion_to_the_tenants_database()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        NpgsqlDataSource books = await AddTenantAsync("books");
        string tenant = "shoes";
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services
                .AddDbContext<ShopDbContext>(options => options.UseNpgsql(_tenants.GetValueOrDefault(tenant) ?? NpgsqlDataSource.Create("Host=nowhere")), optionsLifetime: ServiceLifetime.Scoped)
                .AddRoktEventApiOutbox<ShopDbContext>(options => options.UseDatabases(_ => _tenants.Values))),
            sandbox.BaseAddress);

        foreach (string name in _tenants.Keys)
        {
            tenant = name;
            await AddAsync(host.Services, name);
        }

        await sandbox.WaitForRequestsAsync(2, Cancellation);
        await host.UntilPendingAsync(0);
        tenant = "unknown";
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => AddAsync(host.Services, "1"));
        Assert.Contains("UseDatabases", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenants_context_schedules_by_the_clock_of_the_tenants_database()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-1));
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services
                .AddSingleton<TimeProvider>(time)
                .AddDbContext<ShopDbContext>(options => options.UseNpgsql(shoes))
                .AddRoktEventApiOutbox<ShopDbContext>(options =>
                {
                    options.Deliver = false;
                    options.UseDatabases(_ => _tenants.Values);
                })),
            new Uri("http://127.0.0.1:9"));

        // As soon as it has read that clock, which it does when it starts.
        await OutboxHost.UntilAsync(
            async () =>
            {
                await AddAsync(host.Services, "held", new EnqueueOptions { NotBefore = time.GetUtcNow().AddMinutes(10) });
                object? due = await DataSourceStore.Create(shoes).ExecuteAsync("SELECT max(due) FROM rokt_outbox");
                return DateTimeOffset.FromUnixTimeMilliseconds((long)due!) - DateTimeOffset.UtcNow is { TotalMinutes: > 5 and < 15 };
            },
            "it waits for ten minutes",
            seconds: 30);
    }

    [Fact]
    public async Task A_database_that_is_down_hides_no_conversion_of_another()
    {
        await using NpgsqlDataSource down = NpgsqlDataSource.Create("Host=127.0.0.1;Port=9;Username=shop;Timeout=1");
        _tenants.Add("down", down);
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services.AddRoktEventApiOutbox(options =>
            {
                options.Deliver = false;
                options.UseDatabases(_ => _tenants.Values);
            })),
            new Uri("http://127.0.0.1:9"));
        await EnqueueAsync(host, shoes, "waits");
        await EnqueueAsync(host, shoes, "rejected");
        DataSourceStore store = DataSourceStore.Create(shoes);
        var waits = (Guid)(await store.ExecuteAsync("SELECT id FROM rokt_outbox WHERE confirmation_ref = 'waits'"))!;
        var rejected = (Guid)(await store.ExecuteAsync("UPDATE rokt_outbox SET state = 1, reason = 'rejected 400' WHERE confirmation_ref = 'rejected' RETURNING id"))!;

        Assert.Equal(WithdrawResult.Withdrawn, await host.Management.WithdrawAsync(waits, Cancellation));
        Assert.True(await host.Management.RequeueAsync(rejected, Cancellation));

        // It may be there.
        await Assert.ThrowsAsync<OutboxException>(() => host.Management.WithdrawAsync(waits, Cancellation));
        await Assert.ThrowsAsync<OutboxException>(() => host.Management.DiscardAsync(Guid.NewGuid(), Cancellation));
    }

    [Fact]
    public async Task Each_schema_of_one_database_that_is_listed_is_delivered()
    {
        string database = postgres.NewDatabase();
        NpgsqlDataSource shoes = await AddSchemaAsync(database, "shoes");
        NpgsqlDataSource books = await AddSchemaAsync(database, "books");
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await StartAsync(sandbox.BaseAddress);

        await EnqueueAsync(host, shoes, "for-shoes");
        await EnqueueAsync(host, books, "for-books");

        await OutboxHost.UntilAsync(() => Task.FromResult(sandbox.Requests.Count == 2), "both are delivered");
        await host.UntilPendingAsync(0);
    }

    [Fact]
    public async Task A_schema_that_is_not_listed_is_refused_with_what_to_do()
    {
        string database = postgres.NewDatabase();
        await AddSchemaAsync(database, "shoes");
        NpgsqlDataSource books = await AddSchemaAsync(database, "books");
        _tenants.Remove("books");
        await using (books)
        {
            await using OutboxHost host = await StartAsync(new Uri("http://127.0.0.1:9"));

            var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => EnqueueAsync(host, books, "order-1"));

            Assert.Contains("search path", exception.Message, StringComparison.Ordinal);
            Assert.Contains("UseDatabases", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_context_whose_model_names_another_schema_is_refused_with_what_to_do()
    {
        await using ContextStore store = ContextStore.OnPostgres(postgres);
        await using OutboxHost host = await OutboxHost.StartAsync(
            store, new Uri("http://127.0.0.1:9"), configureServices: services => services.AddDbContext<TenantDbContext>(options => options.UseNpgsql(store.ConnectionString)));
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();

        var exception = Assert.Throws<InvalidOperationException>(() =>
            scope.ServiceProvider.GetRequiredService<TenantDbContext>().AddConversion(OutboxHost.Conversion("order-1")));

        Assert.Contains("\"books.rokt_outbox\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("\"rokt_outbox\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AddRoktOutbox(schema:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_no_longer_listed_is_left_to_others_when_the_host_stops()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        await using OutboxHost host = await StartAsync(new Uri("http://127.0.0.1:9"));
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).HasDispatcher, "it holds the lease");
        NpgsqlDataSource books = await AddTenantAsync("books");
        _tenants.Remove("shoes");
        await using (shoes)
        {
            await EnqueueAsync(host, books, "order-1");

            await host.StopAsync(Cancellation);

            Assert.Equal(DBNull.Value, await DataSourceStore.Create(shoes).ExecuteAsync("SELECT owner FROM rokt_outbox_lease"));
        }
    }

    [Fact]
    public async Task A_list_that_throws_is_logged_once_and_the_known_databases_are_delivered()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        bool isDown = false;
        int calls = 0;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services.AddSingleton<TimeProvider>(time).AddRoktEventApiOutbox(options => options.UseDatabases(_ =>
            {
                Interlocked.Increment(ref calls);
                return Volatile.Read(ref isDown) ? throw new MissingMethodException("Something unexpected.") : _tenants.Values;
            }))),
            sandbox.BaseAddress);
        Volatile.Write(ref isDown, true);
        int before = calls;
        await UntilAsync(() => calls >= before + 3, "it is listed three times more");

        await EnqueueAsync(host, shoes, "order-1");
        await UntilAsync(() => sandbox.Requests.Count > 0, "it is delivered");

        Assert.Single(host.Log.GetSnapshot(), record => record.Id.Name == "OutboxOperationFailed" && record.Message.Contains("listing the databases", StringComparison.Ordinal));
        Volatile.Write(ref isDown, false);
        await UntilAsync(() => host.Log.GetSnapshot().Count(record => record.Id.Name == "OutboxOperationRecovered") == 1, "its recovery is logged");

        // Time passes quickly here, but not so quickly that a slow machine misses every timeout.
        Task UntilAsync(Func<bool> holds, string what) => OutboxHost.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(0.5));
                return Task.FromResult(holds());
            },
            what);
    }

    [Fact]
    public async Task A_drain_delivers_from_every_database()
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        NpgsqlDataSource books = await AddTenantAsync("books");
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            new RegisteredStore(services => services.AddRoktEventApiOutbox(options =>
            {
                options.Deliver = false;
                options.UseDatabases(_ => _tenants.Values);
            })),
            sandbox.BaseAddress);
        for (int i = 0; i < 20; i++)
        {
            await EnqueueAsync(host, i % 2 == 0 ? shoes : books, $"order-{i}");
        }

        Assert.Equal(20, (await host.Outbox.GetStatusAsync(Cancellation)).Pending);
        Assert.Empty(sandbox.Requests);

        OutboxStatus left = await host.Management.DrainAsync(TimeSpan.FromSeconds(20), Cancellation);

        Assert.Equal((0, 20), (left.Pending, sandbox.Requests.Select(request => request.BodyText).Distinct().Count()));
    }

    // One in each of two databases.
    private async Task<OutboxHost> StartWithTwoDeadLettersAsync(EventApiSandbox sandbox)
    {
        NpgsqlDataSource shoes = await AddTenantAsync("shoes");
        NpgsqlDataSource books = await AddTenantAsync("books");
        sandbox.Arm(SandboxFault.Status(400).ForShare(1));
        OutboxHost host = await StartAsync(sandbox.BaseAddress);
        await EnqueueAsync(host, shoes, "for-shoes");
        await EnqueueAsync(host, books, "for-books");
        await OutboxHost.UntilAsync(async () => (await host.Outbox.GetStatusAsync(Cancellation)).DeadLettered == 2, "both are dead-lettered");
        return host;
    }

    private static async Task AddAsync(IServiceProvider services, string reference, EnqueueOptions? options = null)
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        shop.AddConversion(OutboxHost.Conversion(reference), options: options);
        await shop.SaveChangesAsync(Cancellation);
    }

    private Task<OutboxHost> StartAsync(Uri address) => OutboxHost.StartAsync(
        new RegisteredStore(services => services.AddRoktEventApiOutbox(options => options.UseDatabases(_ => _tenants.Values))), address);

    private Task<NpgsqlDataSource> AddTenantAsync(string name) => AddTenantAsync(name, postgres.NewDatabase());

    private async Task<NpgsqlDataSource> AddSchemaAsync(string database, string schema)
    {
        await using (var shared = NpgsqlDataSource.Create(database))
        {
            await DataSourceStore.Create(shared).ExecuteAsync($"CREATE SCHEMA {schema}");
        }

        return await AddTenantAsync(schema, $"{database};Search Path={schema}");
    }

    private async Task<NpgsqlDataSource> AddTenantAsync(string name, string database)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(database);
        await DataSourceStore.Create(source).InitializeAsync();
        _tenants.Add(name, source);
        return source;
    }

    private static async Task EnqueueAsync(OutboxHost host, NpgsqlDataSource tenant, string reference)
    {
        await using DbConnection connection = await tenant.OpenConnectionAsync(Cancellation);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion(reference), transaction, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private sealed class TenantDbContext(DbContextOptions<TenantDbContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema("books").AddRoktOutbox();
    }
}
