using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Delivery;
using Rokt.EventApi.Outbox.EntityFrameworkCore.Store;
using Rokt.EventApi.Outbox.Storage;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Adds conversions to a context.</summary>
public static class RoktOutboxDbContextExtensions
{
    /// <summary>
    /// Adds a conversion to the outbox in this context: the next <c>SaveChanges</c> stores it, or rolls it back, with all
    /// else that the context holds; once it is committed, it is delivered.
    /// </summary>
    /// <param name="context">A context that <c>AddDbContext</c> registered, with <c>AddRoktOutbox</c> in its model.</param>
    /// <param name="conversion">The event.</param>
    /// <param name="name">The account's name. Default: the one that is registered without a name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/>, <paramref name="conversion"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The context has no outbox in its model, or the application none registered for it.</exception>
    /// <exception cref="OutboxException">The conversion is too large for a request, or cannot be encrypted.</exception>
    public static void AddConversion(this DbContext context, ConversionEvent conversion, string name = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentNullException.ThrowIfNull(name);
        if (context.Model.FindEntityType(typeof(OutboxMessage)) is null)
        {
            throw new InvalidOperationException($"{context.GetType().Name} has no outbox in its model: call modelBuilder.AddRoktOutbox() in OnModelCreating.");
        }

        // The context's own provider has EF Core's services only.
        IServiceProvider? application = context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider;
        OutboxRuntime runtime = application?.GetKeyedService<OutboxRuntime>(name)
            ?? throw new InvalidOperationException($"No outbox is registered for the context: call services.AddRoktEventApiOutbox<{context.GetType().Name}>(), and register the context with AddDbContext.");
        if (!runtime.Store.Shares(context))
        {
            throw new InvalidOperationException($"The registered outbox does not keep its conversions in {context.GetType().Name}: call services.AddRoktEventApiOutbox<{context.GetType().Name}>(), or enqueue with IOutbox.");
        }

        NewRow row = runtime.Writer.Write(conversion);
        context.Set<OutboxMessage>().Add(new OutboxMessage
        {
            Id = row.Id,
            Account = name,
            Payload = row.Payload,
            Version = row.Version,
            Created = row.Created,
            Due = row.Created,
            Updated = row.Created,
        });

        // Once a context, however many it adds.
        context.SavedChanges -= runtime.Writer.OnSaved;
        context.SavedChanges += runtime.Writer.OnSaved;
    }
}
