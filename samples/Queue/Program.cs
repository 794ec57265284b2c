using RabbitMQ.Client;
using Rokt.EventApi;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
await using IConnection connection = await new ConnectionFactory { Uri = new Uri(builder.Configuration.GetConnectionString("RabbitMQ")!) }.CreateConnectionAsync();
ConversionQueue queue = await ConversionQueue.OpenAsync(connection);
builder.Services.AddSingleton(connection).AddSingleton(queue);
builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
if (builder.Configuration.GetValue<bool>("Worker"))    // any number of them, with the shop or in processes of their own
{
    builder.Services.AddHostedService<ConversionWorker>();
}

WebApplication app = builder.Build();
app.MapPost("/checkout", async (Order order, IPreparedConversionClient client, ILogger<Order> logger) =>
{
    try    // the order was saved before this, and stands whatever becomes of its conversion
    {
        PreparedConversion? prepared = client.Prepare(ConversionEvent.CreateBuilder()
            .DropInvalidAttributes()
            .WithEmail(order.Email)
            .WithConversionType("purchase")
            .WithAmount(order.Total, order.Currency)
            .WithConfirmationRef(order.Id)                     // Rokt counts the order once, however often it is delivered
            .WithEventTime(TimeProvider.System.GetUtcNow())    // when it was placed, not when it left the queue
            .Build());
        await (prepared is null ? Task.CompletedTask : queue.PublishAsync(ConversionQueue.Name, prepared.Body)).WaitAsync(TimeSpan.FromSeconds(2));
    }
    catch (Exception exception)
    {
        logger.LogError("The conversion of order {OrderId} may not be queued: {Reason}", order.Id, exception.Message);
    }
});
await app.RunAsync();

internal sealed record Order(string Id, string Email, decimal Total, string Currency);
