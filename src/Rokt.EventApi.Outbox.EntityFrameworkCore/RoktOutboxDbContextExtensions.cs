using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.EntityFrameworkCore;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds conversions to a context.</summary>
public static class RoktOutboxDbContextExtensions
{
    /// <summary>
    /// Adds a conversion to the outbox in this context: the next <c>SaveChanges</c> stores it, or rolls it back, with all
    /// else that the context holds; once it is committed, it is delivered. Nothing is added when
    /// <see cref="EventApiOptions.BeforeSend"/> drops it, which is logged and counted, or when the client is not
    /// <see cref="EventApiOptions.Enabled"/>.
    /// </summary>
    /// <param name="context">A context that the application's services made, with <c>AddRoktOutbox</c> in its model.</param>
    /// <param name="conversion">The event.</param>
    /// <param name="name">The account's name. Default: the one that is registered without a name.</param>
    /// <param name="options">The options of the conversion, such as a time before which it is not delivered. Default: null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EnqueueOptions.NotBefore"/> is more than 29 days from now, or after the event time.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="context"/>, <paramref name="conversion"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">
    /// The context has no outbox in its model, the application has none registered, or nothing is delivered from the database
    /// that the context is connected to, or from the table that its model names.
    /// </exception>
    /// <exception cref="OutboxException">The conversion is too large for a request, or cannot be encrypted.</exception>
    /// <example>
    /// <code>
    /// shop.Orders.Add(order);
    /// shop.AddConversion(conversion);
    /// await shop.SaveChangesAsync(cancellationToken);
    /// </code>
    /// </example>
    public static void AddConversion(this DbContext context, ConversionEvent conversion, string name = "", EnqueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentNullException.ThrowIfNull(name);
        string contextName = context.GetType().Name;
        string account = name.Length == 0 ? "" : $"Account \"{name}\": ";
        IEntityType entity = context.Model.FindEntityType(typeof(OutboxMessage))
            ?? throw new InvalidOperationException($"{account}{contextName} has no outbox in its model: call modelBuilder.AddRoktOutbox() in OnModelCreating.");

        // The context's own provider has EF Core's services only.
        IServiceProvider? application = context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider;
        OutboxWriter writer = application?.GetKeyedService<OutboxWriter>(name)
            ?? throw new InvalidOperationException($"{account}No outbox is registered for the context: call services.AddRoktEventApiOutbox<{contextName}>({(name.Length == 0 ? "" : $"\"{name}\"")}), and register the context with AddDbContext.");
        DbConnection? connection = null;
        if (context.Database.IsRelational())
        {
            connection = context.Database.GetDbConnection();
            OutboxTable rows = writer.FindRows(connection) ?? throw new InvalidOperationException(
                $"{account}No instance would deliver what {contextName} stores in the database \"{connection.Database}\" at \"{connection.DataSource}\": register the outbox with the same server, port, database and search path (services.AddRoktEventApiOutbox<{contextName}>()); where each tenant has its own, list them all with UseDatabases.");
            (string? table, string? schema) = (entity.GetTableName(), entity.GetSchema());
            if ((table, schema) != (rows.Name, rows.Schema))
            {
                throw new InvalidOperationException(
                    $"{account}No instance would deliver what {contextName} stores in the table \"{Qualified(table, schema)}\": the outbox delivers from \"{Qualified(rows.Name, rows.Schema)}\". Give the outbox's tables the same names in every model of {contextName} (modelBuilder.AddRoktOutbox(schema: …)), or let each tenant's connections have a search path of their own.");
            }
        }

        if (writer.Write(conversion, options, connection) is not { } record)
        {
            return;
        }

        context.Set<OutboxMessage>().Add(OutboxMessage.From(record));

        // Once per context, however many it adds.
        context.SavedChanges -= writer.OnSaved;
        context.SavedChanges += writer.OnSaved;
    }

    private static string Qualified(string? table, string? schema) => schema is null ? $"{table}" : $"{schema}.{table}";
}
