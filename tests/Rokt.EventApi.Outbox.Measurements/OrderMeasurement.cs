using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Outbox.FaultTests;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Measurements;

/// <summary>What a conversion adds to the transaction of its order.</summary>
internal static class OrderMeasurement
{
    public static async Task RunAsync(StoreKind kind, PostgresServer postgres, MariaDbServer mariaDb, Effort effort, Report report)
    {
        if (kind == StoreKind.File)
        {
            return;
        }

        using FaultStore store = await FaultStore.CreateAsync(kind, postgres, mariaDb, isPooled: true);
        store.Scalar($"CREATE TABLE orders (number varchar(40) NOT NULL PRIMARY KEY, total {(kind == StoreKind.EfSqlite ? "TEXT" : "numeric(10, 2)")} NOT NULL)");
        Action<DbContextOptionsBuilder>? use = kind switch
        {
            StoreKind.EfSqlite => options => options.UseSqlite(store.Address),
            StoreKind.EfPostgres => options => options.UseNpgsql(store.Address),
            _ => null,
        };
        await using Subject subject = await Subject.StartAsync(
            (services, configure) => _ = use is null ? Register(store, services, configure) : services.AddDbContext<ShopDbContext>(use).AddRoktEventApiOutbox<ShopDbContext>(configure),
            null);
        var alone = new List<double>();
        var together = new List<double>();
        for (int i = -100; i < effort.Orders; i++)
        {
            bool withConversion = i % 2 != 0;
            long started = Stopwatch.GetTimestamp();
            await (use is null ? StoreAsync(subject, i, withConversion) : SaveAsync(subject, i, withConversion));
            if (i >= 0)
            {
                (withConversion ? together : alone).Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        (double first, double second) = (new Percentiles(alone).Median, new Percentiles(together).Median);
        report.Add(
            kind, "order and conversion in one transaction, against the order alone, at the median", "1.6 times",
            $"{second / first:0.00} times ({first:0.0} and {second:0.0} ms)", second / first <= 1.6);
    }

    private static IServiceCollection Register(FaultStore store, IServiceCollection services, Action<OutboxOptions> configure)
    {
        store.Register(services, configure);
        return services;
    }

    private static async Task SaveAsync(Subject subject, int number, bool withConversion)
    {
        await using AsyncServiceScope scope = subject.Services.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDbContext>();
        shop.Orders.Add(new Order { Number = $"order-{number}", Total = 100m });
        if (withConversion)
        {
            shop.AddConversion(EnqueueMeasurement.Conversion($"order-{number}"));
        }

        await shop.SaveChangesAsync();
    }

    private static async Task StoreAsync(Subject subject, int number, bool withConversion)
    {
        await using DbConnection connection = await subject.Services.GetRequiredService<DbDataSource>().OpenConnectionAsync();
        await using DbTransaction transaction = await connection.BeginTransactionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO orders (number, total) VALUES (@number, 100)";
        DbParameter parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@number", $"order-{number}");
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync();
        if (withConversion)
        {
            await subject.Outbox.EnqueueAsync(EnqueueMeasurement.Conversion($"order-{number}"), transaction);
        }

        await transaction.CommitAsync();
    }
}
