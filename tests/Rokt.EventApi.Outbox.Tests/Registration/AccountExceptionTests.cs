using System.Data.Common;
using System.Reflection;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MySqlConnector;
using Npgsql;
using Rokt.EventApi.Outbox.Tests.Delivery;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Tests.Registration;

/// <summary>With several accounts, whatever an outbox throws says which one it is about.</summary>
public sealed class AccountExceptionTests : IDisposable
{
    private const string Start = "Account \"shoes\": ";

    // Nobody listens there.
    private const string Nowhere = "Host=127.0.0.1;Port=9;Username=shop;Password=shop;Database=shop;Timeout=1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outbox-");

    public enum Place
    {
        File,
        Sqlite,
        PostgreSql,
        MariaDb,
        Context,
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Place, string> Operations => new(
        from place in Enum.GetValues<Place>()
        from method in typeof(IOutbox).GetMethods().Concat(typeof(IOutboxManagement).GetMethods())
        where !method.GetParameters().Any(parameter => parameter.ParameterType == typeof(DbTransaction))
        select (place, $"{method.DeclaringType!.Name}.{method.Name}"));

    /// <summary>What is set up wrongly, and found when the host starts.</summary>
    public static TheoryData<string, Action<IServiceCollection>> Setups => new()
    {
        { "Path is empty", services => services.AddRoktEventApiOutbox("shoes", options => options.UseFile(" ")) },
        { "MaxBytes is", services => services.AddRoktEventApiOutbox("shoes", options => options.UseFile(file => file.MaxBytes = 1)) },
        { "ProtectPayloads needs", services => services.AddRoktEventApiOutbox("shoes", options =>
        {
            options.UseFile("never.db");
            options.ProtectPayloads = true;
        }) },
        { "ShopDbContext is not registered", services => services.AddRoktEventApiOutbox<ShopDbContext>("shoes") },
        { "Bare has no outbox in its model", services => services.AddDbContext<Bare>(options => options.UseNpgsql(Nowhere)).AddRoktEventApiOutbox<Bare>("shoes") },
    };

    public static TheoryData<string, Action<IServiceCollection, OutboxOptions>, int> Refused => new()
    {
        { "The conversion takes", (_, _) => { }, EventApiLimits.RequestBodyBytes },
        { "BeforeSend threw", (services, _) => services.Configure<EventApiOptions>("shoes", options => options.BeforeSend = _ => throw new InvalidOperationException("its own")), 0 },
        { "The conversion cannot be encrypted", (services, options) => options.ProtectPayloads = services.AddSingleton<IDataProtectionProvider>(new BrokenProtection()) is not null, 0 },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_store_that_cannot_be_used(Place place, string operation)
    {
        await using ServiceProvider provider = Provider(place);
        object target = operation.StartsWith($"{nameof(IOutbox)}.", StringComparison.Ordinal)
            ? provider.GetRequiredKeyedService<IOutbox>("shoes")
            : provider.GetRequiredKeyedService<IOutboxManagement>("shoes");
        MethodInfo method = typeof(IOutbox).GetMethods().Concat(typeof(IOutboxManagement).GetMethods())
            .First(method => $"{method.DeclaringType!.Name}.{method.Name}" == operation && !method.GetParameters().Any(parameter => parameter.ParameterType == typeof(DbTransaction)));

        var exception = await Assert.ThrowsAsync<OutboxException>(() => (Task)method.Invoke(target, [.. method.GetParameters().Select(Argument)])!);

        Assert.StartsWith(Start, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Start, exception.Message[Start.Length..], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task A_setup_that_is_wrong(string message, Action<IServiceCollection> register)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddRoktEventApi("shoes", Configure);
        register(builder.Services);
        using IHost host = builder.Build();

        Exception exception = (await Record.ExceptionAsync(() => host.StartAsync(Cancellation)))!;

        string text = exception is OptionsValidationException options ? Assert.Single(options.Failures) : Assert.IsType<InvalidOperationException>(exception).Message;
        Assert.StartsWith(Start + message, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_conversion_that_cannot_be_stored(string message, Action<IServiceCollection, OutboxOptions> spoil, int size)
    {
        var services = new ServiceCollection();
        var spoiled = new OutboxOptions();
        spoil(services, spoiled);
        await using ServiceProvider provider = Provider(services, options =>
        {
            options.UseFile(Path.Combine(_folder.FullName, "outbox.db"));
            options.ProtectPayloads = spoiled.ProtectPayloads;
        });
        ConversionEventBuilder builder = OutboxHost.Conversion("1").ToBuilder();
        for (int index = 0; index * EventApiLimits.AttributeValueLength < size; index++)
        {
            builder.WithAttribute($"note{index}", new string('x', EventApiLimits.AttributeValueLength));
        }

        var exception = await Assert.ThrowsAsync<OutboxException>(() => provider.GetRequiredKeyedService<IOutbox>("shoes").EnqueueAsync(builder.Build(), Cancellation));

        Assert.StartsWith(Start + message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_that_does_not_fit()
    {
        await using ServiceProvider provider = Provider(new ServiceCollection(), options => options.UseFile(Path.Combine(_folder.FullName, "outbox.db")));
        var outbox = provider.GetRequiredKeyedService<IOutbox>("shoes");
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Cancellation);
        await using DbTransaction open = await connection.BeginTransactionAsync(Cancellation);

        var foreign = await Assert.ThrowsAsync<InvalidOperationException>(() => outbox.EnqueueAsync(OutboxHost.Conversion("1"), open, Cancellation));
        await open.RollbackAsync(Cancellation);
        var ended = await Assert.ThrowsAsync<InvalidOperationException>(() => outbox.EnqueueAsync(OutboxHost.Conversion("1"), open, Cancellation));

        Assert.StartsWith($"{Start}No instance would deliver", foreign.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{Start}The transaction has ended", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outbox_of_several_databases_that_is_given_none()
    {
        await using ServiceProvider provider = Provider(new ServiceCollection(), options => options.UseDatabases(_ => []));
        var outbox = provider.GetRequiredKeyedService<IOutbox>("shoes");
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Cancellation);
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancellation);

        var withoutPlace = await Assert.ThrowsAsync<InvalidOperationException>(() => outbox.EnqueueAsync(OutboxHost.Conversion("1"), Cancellation));
        var unlisted = await Assert.ThrowsAsync<InvalidOperationException>(() => outbox.EnqueueAsync(OutboxHost.Conversion("1"), transaction, Cancellation));

        Assert.StartsWith($"{Start}The outbox is kept in several databases", withoutPlace.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{Start}No database is listed", unlisted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_without_its_outbox()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddDbContext<Bare>(options => options.UseNpgsql(Nowhere)).AddDbContext<ShopDbContext>(options => options.UseNpgsql(Nowhere)).BuildServiceProvider();

        var withoutModel = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Bare>().AddConversion(OutboxHost.Conversion("1"), "shoes"));
        var unregistered = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<ShopDbContext>().AddConversion(OutboxHost.Conversion("1"), "shoes"));

        Assert.StartsWith($"{Start}Bare has no outbox in its model", withoutModel.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{Start}No outbox is registered for the context: call services.AddRoktEventApiOutbox<ShopDbContext>(\"shoes\")", unregistered.Message, StringComparison.Ordinal);
    }

    private static object? Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(ConversionEvent) => OutboxHost.Conversion("1"),
        var type when type == typeof(CancellationToken) => Cancellation,
        var type when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(100),
        var type when type == typeof(int) => 1,
        var type when type == typeof(Guid) => Guid.NewGuid(),
        var type when type == typeof(string) => "4711",
        var type when type == typeof(DeadLetter) => null,
        var type when type == typeof(EnqueueOptions) => new EnqueueOptions(),
        var type when type == typeof(OutboxCustomer) => new OutboxCustomer { Email = "john.doe@example.com" },
        var type => throw new NotSupportedException($"{type} is a parameter of a new kind."),
    };

    private static void Configure(EventApiOptions options) =>
        (options.ApiKey, options.ApiSecret, options.Environment, options.BaseAddress) = ("key", "secret", EventEnvironment.Development, new Uri("http://127.0.0.1:9"));

    private static ServiceProvider Provider(IServiceCollection services, Action<OutboxOptions> configure)
    {
        services.AddRoktEventApi("shoes", Configure);
        return services.AddRoktEventApiOutbox("shoes", configure).BuildServiceProvider();
    }

    private ServiceProvider Provider(Place place)
    {
        var services = new ServiceCollection();
        services.AddRoktEventApi("shoes", Configure);
        return place == Place.Context
            ? services.AddDbContext<ShopDbContext>(options => options.UseNpgsql(Nowhere)).AddRoktEventApiOutbox<ShopDbContext>("shoes", options => options.CustomerKey = new byte[32]).BuildServiceProvider()
            : services.AddRoktEventApiOutbox("shoes", options => Use(options, place)).BuildServiceProvider();
    }

    private void Use(OutboxOptions options, Place place)
    {
        options.CustomerKey = new byte[32];
        switch (place)
        {
            case Place.File:
                options.UseFile(_folder.FullName);
                break;
            case Place.Sqlite:
                options.UseDatabase(_ => SqliteFactory.Instance.CreateDataSource($"Data Source={Path.Combine(_folder.FullName, "missing", "shop.db")}"));
                break;
            case Place.PostgreSql:
                options.UseDatabase(_ => NpgsqlDataSource.Create(Nowhere));
                break;
            case Place.MariaDb:
                options.UseDatabase(_ => new MySqlDataSource("Server=127.0.0.1;Port=9;Connection Timeout=1"));
                break;
        }
    }

    private sealed class Bare(DbContextOptions<Bare> options) : DbContext(options);

    private sealed class BrokenProtection : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext) => throw new IOException("The share is away.");

        public byte[] Unprotect(byte[] protectedData) => throw new IOException("The share is away.");
    }
}
