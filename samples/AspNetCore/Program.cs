using AspNetCore;
using Microsoft.EntityFrameworkCore;
using Rokt.EventApi;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Sandbox;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

// Without credentials of its own the sample starts a local Event API and sends there.
await using EventApiSandbox? sandbox = builder.Configuration["Rokt:ApiKey"] is null ? await EventApiSandbox.StartAsync() : null;
if (sandbox is not null)
{
    builder.Configuration["Rokt:ApiKey"] = sandbox.ApiKey;
    builder.Configuration["Rokt:ApiSecret"] = sandbox.ApiSecret;
    builder.Configuration["Rokt:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri;
    Console.WriteLine($"See what arrives, and break it, at {sandbox.BaseAddress}");
}

builder.Services.AddDbContext<ShopDbContext>(options => options.UseSqlite(builder.Configuration.GetConnectionString("Shop")));
builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
builder.Services.AddRoktEventApiOutbox<ShopDbContext>();
builder.Services.AddHealthChecks().AddRoktEventApi().AddRoktEventApiOutbox();

WebApplication app = builder.Build();

// A real shop has migrations instead; it also creates the tables before the outbox looks for them.
await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
}

// The order's page.
app.UseFileServer();

// The order and its conversion are saved together; the conversion is delivered in the background, now or after an outage.
app.MapPost("/checkout", async (Order order, ShopDbContext shop, HttpContext http) =>
{
    shop.Orders.Add(order);
    try
    {
        shop.AddConversion(ConversionEvent.CreateBuilder()
            .WithEmail(order.Email)
            .WithFirstName(order.FirstName)
            .WithLastName(order.LastName)
            .WithIpAddress(http.Connection.RemoteIpAddress?.ToString())
            .WithConversionType("purchase")
            .WithAmount(order.Total, order.Currency)
            .WithQuantity(order.Items)
            .WithConfirmationRef(order.Id)
            .Build());
    }
    catch (InvalidConversionEventException exception)
    {
        // The order stands, whatever the conversion lacks; the message names the fields, never their values.
        app.Logger.LogWarning("Order {OrderId}: {Reason}", order.Id, exception.Message);
    }

    await shop.SaveChangesAsync();
    return Results.Ok(new { order.Id });
});

app.MapGet("/outbox", (IOutbox outbox, CancellationToken cancellationToken) => outbox.GetStatusAsync(cancellationToken));
app.MapHealthChecks("/health");

await app.RunAsync();
