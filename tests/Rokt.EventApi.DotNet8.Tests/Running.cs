using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.DotNet8.Tests;

/// <summary>A host that sends to a sandbox, and a folder for its files, for one test.</summary>
internal sealed class Running(EventApiSandbox sandbox, IHost host, string folder) : IAsyncDisposable
{
    public EventApiSandbox Sandbox => sandbox;

    public IServiceProvider Services => host.Services;

    /// <param name="register">Adds what a test is about; it gets the folder.</param>
    public static async Task<Running> StartAsync(Action<IServiceCollection, string> register)
    {
        EventApiSandbox sandbox = await EventApiSandbox.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        string folder = Directory.CreateTempSubdirectory("rokt-").FullName;
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddRoktEventApi(options =>
        {
            options.ApiKey = sandbox.ApiKey;
            options.ApiSecret = sandbox.ApiSecret;
            options.BaseAddress = sandbox.BaseAddress;
            options.Environment = EventEnvironment.Development;
        });
        builder.Logging.ClearProviders();
        register(builder.Services, folder);
        return new Running(sandbox, builder.Build(), folder);
    }

    public static ConversionEvent Conversion(string reference) =>
        ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConversionType("purchase").WithConfirmationRef(reference).Build();

    public Task StartAsync() => host.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await sandbox.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
