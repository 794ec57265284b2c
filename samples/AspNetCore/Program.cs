using AspNetCore;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.EntityFrameworkCore;
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

builder.Services.AddRazorPages();
builder.Services.AddDbContext<ShopDbContext>(options => options.UseSqlite(builder.Configuration.GetConnectionString("Shop")));
builder.Services.AddRoktEventApi(builder.Configuration.GetSection("Rokt"));
builder.Services.AddRoktEventApiOutbox<ShopDbContext>();
builder.Services.AddHealthChecks().AddRoktEventApi().AddRoktEventApiOutbox();

// Cookies that are not essential, such as the one with the click id, wait for the visitor's consent.
builder.Services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true);

// A proxy on this machine is known; name others in KnownProxies or KnownIPNetworks, or the shop sees their address.
builder.Services.Configure<ForwardedHeadersOptions>(options =>
    options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);

WebApplication app = builder.Build();

// A real shop has migrations instead; it also creates the tables before the outbox looks for them.
await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
}

app.UseForwardedHeaders();
app.UseCookiePolicy();
app.UseRoktClickId();     // keeps the click id of a landing page
app.UseStaticFiles();
app.MapRazorPages();
app.MapRoktClickId();     // the same for pages that a CDN serves, such as wwwroot/campaign.html
app.MapGet("/outbox", (IOutbox outbox, CancellationToken cancellationToken) => outbox.GetStatusAsync(cancellationToken));
app.MapHealthChecks("/health");

await app.RunAsync();
