using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Rokt.EventApi.Sandbox.Aspire.Tests;

/// <summary>An app host whose shop refers to the sandbox.</summary>
public sealed class ReferenceTests : IDisposable
{
    private static readonly string Orchestrator = typeof(ReferenceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Orchestrator").Value!;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-aspire-");
    private readonly CancellationTokenSource _timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public ReferenceTests() => _timeout.CancelAfter(TimeSpan.FromMinutes(3));

    public void Dispose()
    {
        _timeout.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_shop_that_Aspire_starts_has_the_settings_of_AddRoktEventApi_and_reaches_the_sandbox()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Orchestrator), "Aspire's orchestrator is not here.");
        string file = Path.Combine(_folder.FullName, "environment");
        IDistributedApplicationBuilder builder = Builder();
        builder.Configuration["DcpPublisher:CliPath"] = Orchestrator;
        builder.Configuration["DcpPublisher:DashboardPath"] = "not used";
        IResourceBuilder<EventApiSandboxResource> rokt = builder.AddRoktEventApiSandbox("rokt", options => options.ApiKey = "shop-key");

        // The shop: it writes down what it was given.
        builder.AddExecutable("shop", "/bin/sh", _folder.FullName, "-c", $"env > {file}.new && mv {file}.new {file}").WithReference(rokt, "Accounts:Rokt");
        await using DistributedApplication application = builder.Build();
        await application.StartAsync(_timeout.Token);
        while (!File.Exists(file))
        {
            await Task.Delay(100, _timeout.Token);
        }

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(File.ReadLines(file)
            .Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
            .Select(parts => new KeyValuePair<string, string?>(parts[0].Replace("__", ":", StringComparison.Ordinal), parts[1]))).Build();
        await SendAsync(configuration.GetSection("Accounts:Rokt"));
        EventApiSandbox sandbox = await rokt.Resource.Sandbox;

        Assert.Equal(("shop-key", 202), (sandbox.ApiKey, Assert.Single(sandbox.Requests).StatusCode));
        await application.StopAsync(_timeout.Token);
    }

    [Fact]
    public async Task What_is_published_has_neither_the_sandbox_nor_its_settings()
    {
        IDistributedApplicationBuilder builder = Builder();
        IResourceBuilder<EventApiSandboxResource> rokt = builder.AddRoktEventApiSandbox("rokt");
        IResourceBuilder<ExecutableResource> shop = builder.AddExecutable("shop", "shop", ".").WithReference(rokt);
        var environment = new Dictionary<string, object>();
        var context = new EnvironmentCallbackContext(
            new DistributedApplicationExecutionContext(DistributedApplicationOperation.Publish), environment, _timeout.Token);

        foreach (EnvironmentCallbackAnnotation annotation in shop.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        Assert.DoesNotContain(environment, variable => variable.Key.Contains("Rokt", StringComparison.Ordinal));
        Assert.Contains(rokt.Resource.Annotations, annotation => annotation is ManifestPublishingCallbackAnnotation { Callback: null });
    }

    private static IDistributedApplicationBuilder Builder() =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });

    private async Task SendAsync(IConfigurationSection section)
    {
        HostApplicationBuilder shop = Host.CreateEmptyApplicationBuilder(null);
        shop.Services.AddRoktEventApi(section);
        using IHost host = shop.Build();
        SendResult result = await host.Services.GetRequiredService<IEventApiClient>().SendAsync(
            ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithConfirmationRef("1").Build(), _timeout.Token);
        Assert.Equal(SendStatus.Accepted, result.Status);
    }
}
