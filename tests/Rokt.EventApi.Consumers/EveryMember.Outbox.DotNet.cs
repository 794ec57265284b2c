using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.EntityFrameworkCore;
using Rokt.EventApi.Outbox.Sqlite;

namespace Rokt.EventApi.Consumers;

/// <summary>Calls every public member of the outbox's packages.</summary>
internal static class EveryMemberOfTheOutbox
{
    public static void Register(IServiceCollection services, DbDataSource database, OutboxDatabase store)
    {
        services.AddRoktEventApiOutbox();
        services.AddRoktEventApiOutbox(options => options.UseDatabase(_ => database, createTables: true));
        services.AddRoktEventApiOutbox("shoes", options => options.UseDatabases(_ => [database], createTables: true));
        services.AddRoktEventApiOutbox("books", options => options.UseStore(_ => store));
        services.AddRoktEventApiOutbox("music", options => options.UseTables(_ => (store.Rows, store.Leases, store.Ledger)));
        services.AddRoktEventApiOutbox("games", options => options.UseFile("games.db"));
        services.AddRoktEventApiOutbox("films", options => options.UseFile(file => Read(Options(file))));
        services.AddRoktEventApiOutbox<ShopContext>(options => Read(Options(options)));
        services.AddRoktEventApiOutbox<ShopContext>("maps", options => options.Deliver = false);
        services.AddHealthChecks().AddRoktEventApiOutbox("shoes", TimeSpan.FromHours(1), HealthStatus.Degraded, ["ready"]);
    }

    public static object[] Options(OutboxFileOptions file)
    {
        var options = new OutboxFileOptions { Path = file.Path, MaxBytes = file.MaxBytes, LockTimeout = file.LockTimeout };
        return [options];
    }

    public static OutboxOptions Options(OutboxOptions o) => new()
    {
        AllowUnencryptedPayloads = o.AllowUnencryptedPayloads,
        CustomerKey = o.CustomerKey,
        DeadLetterRetention = o.DeadLetterRetention,
        Deliver = o.Deliver,
        LedgerRetention = o.LedgerRetention,
        MaxAge = o.MaxAge,
        MaxBackoff = o.MaxBackoff,
        MaxConcurrency = o.MaxConcurrency,
        MaxFailures = o.MaxFailures,
        ProtectPayloads = o.ProtectPayloads,
        SendEventTime = o.SendEventTime,
    };

    public static async Task Store(IOutbox outbox, ShopContext shop, ConversionEvent conversion, DbTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await outbox.EnqueueAsync(conversion, cancellationToken);
            await outbox.EnqueueAsync(conversion, transaction, cancellationToken);
            shop.AddConversion(conversion, "shoes");
            var options = new EnqueueOptions { NotBefore = DateTimeOffset.UtcNow.AddDays(2) };
            Read(options.NotBefore!);
            await outbox.EnqueueAsync(conversion, options, cancellationToken);
            await outbox.EnqueueAsync(conversion, transaction, options, cancellationToken);
            shop.AddConversion(conversion, "shoes", options);
        }
        catch (OutboxException exception)
        {
            throw new OutboxException("Not stored.", exception);
        }

        OutboxStatus s = await outbox.GetStatusAsync(cancellationToken);
        var copy = new OutboxStatus
        {
            Pending = s.Pending,
            Scheduled = s.Scheduled,
            DeadLettered = s.DeadLettered,
            OldestPending = s.OldestPending,
            HasDispatcher = s.HasDispatcher,
            Dispatcher = s.Dispatcher,
            InFlight = s.InFlight,
            Cause = s.Cause,
            State = s.State,
            Unregistered = s.Unregistered,
        };
        Read(copy.IsPaused);
    }

    public static void Operate(WebApplication app, IServiceProvider provider)
    {
        app.MapRoktOutbox("/rokt/outbox");
        foreach (OutboxAccount account in provider.GetServices<OutboxAccount>())
        {
            Read(new OutboxAccount(account.Name, account.Outbox, account.Management));
        }
    }

    /// <summary>As docs/delivery.md has it.</summary>
    public static async Task Hold(IOutbox outbox, ShopContext shop, Order order, ConversionEvent conversion, CancellationToken cancellationToken)
    {
        var options = new EnqueueOptions { NotBefore = order.PlacedAt.AddDays(2) };
        await outbox.EnqueueAsync(conversion, options, cancellationToken);    // or with the transaction: (conversion, transaction, options)
        shop.AddConversion(conversion, options: options);                     // or with the context
    }

    public static async Task Manage(IOutboxManagement management, CancellationToken cancellationToken)
    {
        await management.PauseAsync(cancellationToken);
        await management.ResumeAsync(cancellationToken);
        Read(await management.DrainAsync(TimeSpan.FromSeconds(10), cancellationToken));
        Read(await management.RequeueAllAsync("rejected 400", cancellationToken), await management.DiscardAllAsync("too old", cancellationToken));
        foreach (DeadLetter letter in await management.GetDeadLettersAsync(10, "rejected 400", null, cancellationToken))
        {
            await management.RequeueAsync(letter.Id, cancellationToken);
            await management.DiscardAsync(letter.Id, cancellationToken);
            Read(new DeadLetter
            {
                Id = letter.Id, DeadLetteredAt = letter.DeadLetteredAt, EnqueuedAt = letter.EnqueuedAt, Failures = letter.Failures, Reason = letter.Reason,
                ConfirmationRef = letter.ConfirmationRef, ErrorCodes = letter.ErrorCodes,
            });
        }

        Read(await management.CountDeadLettersAsync(cancellationToken), await management.GetStatusOfAccountsAsync(cancellationToken));
        foreach (OutboxConversion found in await management.FindAsync("4711", cancellationToken))
        {
            Read(await management.WithdrawAsync(found.Id, cancellationToken), WithdrawResult.Withdrawn, WithdrawResult.InFlight, WithdrawResult.NotFound);
            Read(new OutboxConversion
            {
                Id = found.Id, ConfirmationRef = found.ConfirmationRef, State = found.State, EnqueuedAt = found.EnqueuedAt, NotBefore = found.NotBefore,
                NextAttemptAt = found.NextAttemptAt, DeadLetteredAt = found.DeadLetteredAt, DeliveredAt = found.DeliveredAt, Failures = found.Failures,
                Reason = found.Reason, ErrorCodes = found.ErrorCodes,
            });
            Read(
                OutboxConversionState.Scheduled, OutboxConversionState.Pending, OutboxConversionState.InFlight, OutboxConversionState.DeadLettered,
                OutboxConversionState.Delivered);
        }

        var customer = new OutboxCustomer { Email = "john.doe@example.com", CustomerId = "1001", Mobile = "3053211654" };
        Read(await management.EraseCustomerAsync(
            new OutboxCustomer { Email = customer.Email, HashedEmail = customer.HashedEmail, CustomerId = customer.CustomerId, Mobile = customer.Mobile }, cancellationToken));
    }

    /// <summary>What a store of one's own, and the packages for them, are built on.</summary>
    public static async Task Build(OutboxDatabase database, OutboxWriter writer, OutboxSession session, ConversionEvent conversion, CancellationToken cancellationToken)
    {
        OutboxRecord record = writer.Write(conversion, new EnqueueOptions())!;
        (Guid id, string account, byte[] payload, int version, long created) = record;
        var copy = new OutboxRecord(id, account, payload, version, created) { Id = record.Id, Account = record.Account, Payload = record.Payload, Version = record.Version, Created = record.Created, ConfirmationRef = record.ConfirmationRef, CustomerHash = record.CustomerHash, NotBefore = record.NotBefore };
        Read(record == copy, record != copy, record.Equals(copy), writer.FindRows(session.Connection)!);
        writer.OnSaved(database, EventArgs.Empty);

        (DbConnection connection, DbTransaction transaction) = session;
        var other = new OutboxSession(connection, transaction) { Connection = session.Connection, Transaction = session.Transaction };
        Read(session == other, session != other, session.Equals(other), default(OutboxSession));

        await database.PrepareAsync(cancellationToken);
        await database.AddAsync(record, cancellationToken);
        await database.UseAsync(OutboxAccess.Read, (used, _) => Task.FromResult(used), cancellationToken);
        var table = new OutboxTable("rokt_outbox", "shop", new Dictionary<string, string>(), new Dictionary<string, object>());
        Read(
            table.Name, table.Schema!, table.Column("Id"), table.OtherColumns, OutboxDatabase.RowsTable, OutboxDatabase.LeasesTable, OutboxDatabase.LedgerTable, database.Ledger, database.ConnectionType, database.Name,
            database.Rows, database.Leases, database.IsShared, database.CreatesTables, database.NotDelivered!, database.HowToCreateTables, database.Serves(connection),
            database.GetCreateStatements());
    }

    public static object[] Entities(OutboxLease lease, OutboxMessage message, OutboxLedgerEntry entry) =>
    [
        new OutboxLease
        {
            Account = lease.Account, Beat = lease.Beat, Cause = lease.Cause, Holder = lease.Holder, DeadLettered = lease.DeadLettered, Owner = lease.Owner, Paused = lease.Paused, Pending = lease.Pending, State = lease.State,
        },
        new OutboxMessage
        {
            Account = message.Account, Created = message.Created, Due = message.Due, Failures = message.Failures, Id = message.Id, Payload = message.Payload,
            Reason = message.Reason, State = message.State, Updated = message.Updated, Version = message.Version,
            ConfirmationRef = message.ConfirmationRef, CustomerHash = message.CustomerHash, ErrorCodes = message.ErrorCodes, NotBefore = message.NotBefore,
        },
        new OutboxLedgerEntry
        {
            Account = entry.Account, ConfirmationRef = entry.ConfirmationRef, Created = entry.Created, Delivered = entry.Delivered, Failures = entry.Failures, Id = entry.Id,
        },
    ];

    private static void Read(params object[] values)
    {
    }

    internal sealed record Order(DateTimeOffset PlacedAt);

    internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddRoktOutbox("shop");
    }
}
