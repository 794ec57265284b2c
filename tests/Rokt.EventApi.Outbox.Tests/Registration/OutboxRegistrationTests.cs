using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Outbox.Tests.Registration;

public sealed class OutboxRegistrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_says_when_the_client_is_missing()
    {
        using ServiceProvider services = new ServiceCollection().AddRoktEventApiOutbox().BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IOutbox>());

        Assert.Contains("AddRoktEventApi", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_when_it_is_registered_twice() =>
        Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddRoktEventApiOutbox().AddRoktEventApiOutbox());

    public static TheoryData<string, Action<OutboxOptions>> Wrong => new()
    {
        { "Path", options => options.UseFile(" ") },
        { "MaxBytes", options => options.UseFile(file => file.MaxBytes = (1024 * 1024) - 1) },
        { "LockTimeout", options => options.UseFile(file => file.LockTimeout = TimeSpan.FromTicks(-1)) },
        { "LockTimeout", options => options.UseFile(file => file.LockTimeout = TimeSpan.FromMinutes(10) + TimeSpan.FromTicks(1)) },
        { "UseDatabase", options => options.UseStore(null!) },
        { "MaxConcurrency", options => options.MaxConcurrency = 0 },
        { "MaxConcurrency", options => options.MaxConcurrency = 257 },
        { "MaxAge", options => options.MaxAge = TimeSpan.Zero },
        { "MaxAge", options => options.MaxAge = TimeSpan.FromDays(30) + TimeSpan.FromTicks(1) },
        { "MaxFailures", options => options.MaxFailures = 0 },
        { "DeadLetterRetention", options => options.DeadLetterRetention = TimeSpan.FromDays(31) },
        { "MaxBackoff", options => options.MaxBackoff = TimeSpan.FromSeconds(0.9) },
        { "MaxBackoff", options => options.MaxBackoff = TimeSpan.FromHours(1.1) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_setting_is_reported_when_the_host_starts(string setting, Action<OutboxOptions> configure)
    {
        await using var store = new EmbeddedStore();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9"), configure));

        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stored_conversions_can_be_encrypted()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        sandbox.Arm(SandboxFault.Status(503).ForShare(1));
        await using OutboxHost host = await OutboxHost.StartAsync(
            store,
            sandbox.BaseAddress,
            options => (options.ProtectPayloads, options.MaxBackoff) = (true, TimeSpan.FromSeconds(1)),
            configureServices: services => services.AddDataProtection());

        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(store.FilePath)!, "outbox.db*"))
        {
            if (!file.EndsWith(".lock", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("john.doe", await ReadSharedAsync(file), StringComparison.Ordinal);
            }
        }

        sandbox.Clear();
        await host.UntilPendingAsync(0);
        Assert.Contains("john.doe@example.com", sandbox.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public void Encryption_without_Data_Protection_is_reported()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddRoktEventApi(options => (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development)).Services
            .AddRoktEventApiOutbox(options =>
            {
                options.UseFile();
                options.ProtectPayloads = true;
            })
            .BuildServiceProvider();

        Assert.Contains("AddDataProtection", Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IOutbox>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_row_is_dead_lettered_one_of_a_newer_version_waits_and_the_others_are_delivered()
    {
        await using ContextStore store = ContextStore.OnSqlite();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await store.Open().AddAsync(Rows.New([1, 2, 3], now), Cancellation);
        await store.Open().AddAsync(Rows.New("{}", now, version: 99), Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(store, sandbox.BaseAddress);
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await host.UntilPendingAsync(1);

        Assert.Single(sandbox.Requests);
        Assert.Equal(["unreadable"], (await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation)).Select(letter => letter.Reason));
    }

    [Fact]
    public async Task Health_is_degraded_by_what_an_operator_should_see()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using OutboxHost host = await OutboxHost.StartAsync(
            store, sandbox.BaseAddress, configureServices: services => services.AddHealthChecks().AddRoktEventApiOutbox());
        var health = host.Services.GetRequiredService<HealthCheckService>();
        async Task<HealthReportEntry> CheckAsync() => (await health.CheckHealthAsync(Cancellation)).Entries["rokt-event-api-outbox"];

        await OutboxHost.UntilAsync(async () => (await CheckAsync()).Status == HealthStatus.Healthy, "it delivers");

        sandbox.Arm(SandboxFault.Status(400));
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-1"), Cancellation);
        await OutboxHost.UntilAsync(async () => (await CheckAsync()).Description?.Contains("in dead letter", StringComparison.Ordinal) == true, "it reports the dead letter");
        await host.Management.DiscardAsync((await host.Management.GetDeadLettersAsync(cancellationToken: Cancellation))[0].Id, Cancellation);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync()).Status);

        sandbox.Arm(SandboxFault.Status(403).ForShare(1));
        await host.Outbox.EnqueueAsync(OutboxHost.Conversion("order-2"), Cancellation);
        await OutboxHost.UntilAsync(async () => (await CheckAsync()).Description?.Contains("paused", StringComparison.Ordinal) == true, "it reports the pause");
    }

    [Fact]
    public async Task Two_accounts_share_the_tables_and_each_has_its_own_conversions()
    {
        await using ContextStore store = ContextStore.OnSqlite();
        Storage.IOutboxStore books = store.Open("books");
        await books.AddAsync(Rows.New(), Cancellation);

        Assert.Empty(await store.Open("shoes").ReadAsync(Storage.Position.Start, 1000, withAhead: false, 10, Cancellation));
        Assert.Single(await books.ReadAsync(Storage.Position.Start, 1000, withAhead: false, 10, Cancellation));
    }

    [Fact]
    public void Each_account_that_has_an_outbox_is_listed()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddRoktEventApi(Set).Services
            .AddRoktEventApi("shoes", Set).Services
            .AddRoktEventApiOutbox(options => options.UseFile("a.db"))
            .AddRoktEventApiOutbox("shoes", options => options.UseFile("b.db"))
            .BuildServiceProvider();

        OutboxAccount[] accounts = [.. services.GetServices<OutboxAccount>()];

        Assert.Equal(["", "shoes"], accounts.Select(account => account.Name));
        Assert.Same(services.GetRequiredService<IOutbox>(), accounts[0].Outbox);
        Assert.Same(services.GetRequiredKeyedService<IOutboxManagement>("shoes"), accounts[1].Management);

        static void Set(EventApiOptions options) => (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development);
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync(Cancellation);
    }

    [Fact]
    public async Task Two_accounts_on_one_file_are_reported_when_the_host_starts()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => OutboxHost.StartAsync(
            new RegisteredStore(services => services
                .AddRoktEventApi("shoes", options => (options.ApiKey, options.ApiSecret, options.Pod, options.Environment) = ("key", "secret", Pod.US1, EventEnvironment.Development)).Services
                .AddRoktEventApiOutbox()
                .AddRoktEventApiOutbox("shoes", options => options.UseFile())),
            new Uri("http://127.0.0.1:9")));

        Assert.Contains("\"shoes\"", exception.Message, StringComparison.Ordinal);
        Assert.Contains("rokt-outbox.db", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/outbox.db", "its folder does not exist")]
    [InlineData("/sys/outbox.db", "cannot be written")]
    public async Task A_file_that_cannot_be_created_is_reported_when_the_host_starts(string path, string advice)
    {
        var exception = await Assert.ThrowsAsync<OutboxException>(() => OutboxHost.StartAsync(
            new RegisteredStore(services => services.AddRoktEventApiOutbox(options => options.UseFile(path))), new Uri("http://127.0.0.1:9")));

        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_encrypted_is_not_sent_where_everything_has_to_be_unless_that_is_allowed()
    {
        await using var store = new EmbeddedStore();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: Cancellation);
        await using (OutboxHost before = await OutboxHost.StartAsync(store, new Uri("http://127.0.0.1:9")))
        {
            await before.Outbox.EnqueueAsync(OutboxHost.Conversion("plain-1"), Cancellation);
        }

        await using (OutboxHost strict = await OutboxHost.StartAsync(
            store, sandbox.BaseAddress, options => (options.ProtectPayloads, options.MaxBackoff) = (true, TimeSpan.FromSeconds(1)), configureServices: services => services.AddDataProtection()))
        {
            await strict.UntilPendingAsync(0);
            DeadLetter letter = Assert.Single(await strict.Services.GetRequiredService<IOutboxManagement>().GetDeadLettersAsync(cancellationToken: Cancellation));
            Assert.Equal("not encrypted", letter.Reason);
            Assert.Empty(sandbox.Requests);
            await strict.StopAsync(Cancellation);
            await strict.Services.GetRequiredService<IOutboxManagement>().RequeueAsync(letter.Id, Cancellation);
        }

        await using OutboxHost moving = await OutboxHost.StartAsync(
            store, sandbox.BaseAddress, options => (options.ProtectPayloads, options.AllowUnencryptedPayloads) = (true, true), configureServices: services => services.AddDataProtection());
        await moving.UntilPendingAsync(0);
        Assert.Single(sandbox.Requests);
    }

    [Theory]
    [InlineData("shoes", 0)]
    [InlineData("books", 1)]
    public void An_encrypted_payload_is_bound_to_its_account_and_its_row(string account, int row)
    {
        using ServiceProvider services = new ServiceCollection().AddDataProtection().Services.BuildServiceProvider();
        IDataProtector protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        var options = new OutboxOptions { ProtectPayloads = true };
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid()];
        var written = new Storage.PayloadCodec("books", protector, options).Write(ids[0], "{\"environment\":\"development\"}"u8.ToArray(), 100);

        Storage.PayloadState state = new Storage.PayloadCodec(account, protector, options).TryRead(
            new Storage.OutboxRow(ids[row], written.Payload, written.Version, 100, 100, 0), out _);

        Assert.Equal(Storage.PayloadState.Unavailable, state);
        Assert.NotEqual(Storage.PayloadState.Unavailable, new Storage.PayloadCodec("books", protector, options).TryRead(
            new Storage.OutboxRow(ids[0], written.Payload, written.Version, 100, 100, 0), out _));
    }
}
