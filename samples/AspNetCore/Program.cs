using AspNetCore;
using Rokt.EventApi;
using Rokt.EventApi.Sandbox;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);

// Without credentials of its own the sample starts a local Event API and sends there.
await using EventApiSandbox? sandbox = builder.Configuration["Rokt:ApiKey"] is null ? await EventApiSandbox.StartAsync() : null;
if (sandbox is not null)
{
    builder.Configuration["Rokt:ApiKey"] = sandbox.ApiKey;
    builder.Configuration["Rokt:ApiSecret"] = sandbox.ApiSecret;
    builder.Configuration["Rokt:BaseAddress"] = sandbox.BaseAddress.AbsoluteUri;
}

builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
builder.Services.AddHealthChecks().AddRoktEventApi();

WebApplication app = builder.Build();

app.MapPost("/checkout", async (Order order, HttpContext http, IEventApiClient rokt) =>
{
    // ... here the shop takes the money and saves the order ...
    try
    {
        ConversionEvent conversion = ConversionEvent.CreateBuilder()
            .WithEmail(order.Email)
            .WithFirstName(order.FirstName)
            .WithLastName(order.LastName)
            .WithIpAddress(http.Connection.RemoteIpAddress?.ToString())
            .WithConversionType("purchase")
            .WithAmount(order.Total, order.Currency)
            .WithQuantity(order.Items)
            .WithConfirmationRef(order.Id)
            .Build();

        // Not with the request's token: the conversion counts even if the customer closes the page. The time that this
        // may take is Retry.TotalTimeout, two seconds in appsettings.json.
        SendResult result = await rokt.SendAsync(conversion);
        return Results.Ok(new { order.Id, Conversion = result.Status.ToString() });
    }
    catch (InvalidConversionEventException exception)
    {
        // The order stands, whatever the conversion lacks; the message names the fields, never their values.
        app.Logger.LogWarning("Order {OrderId}: {Reason}", order.Id, exception.Message);
        return Results.Ok(new { order.Id, Conversion = "Invalid" });
    }
});

app.MapHealthChecks("/health");

await app.RunAsync();
