using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.Aspire;
using Rokt.EventApi.Sandbox.Aspire.Running;

namespace Aspire.Hosting;

/// <summary>Adds the local Event API to an app host.</summary>
public static class EventApiSandboxResourceExtensions
{
    /// <summary>Adds a local Event API that starts and stops with the app host. It is left out of what is published.</summary>
    /// <param name="builder">The app host's builder.</param>
    /// <param name="name">The resource's name, which the dashboard shows.</param>
    /// <param name="configure">Changes the sandbox's settings. Default: any free port on loopback, no throttle.</param>
    /// <returns>The resource, for <see cref="WithReference{T}"/>.</returns>
    /// <example>
    /// <code>
    /// var rokt = builder.AddRoktEventApiSandbox("rokt");
    /// builder.AddProject&lt;Projects.Shop&gt;("shop").WithReference(rokt);
    /// </code>
    /// </example>
    public static IResourceBuilder<EventApiSandboxResource> AddRoktEventApiSandbox(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, Action<EventApiSandboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        var options = new EventApiSandboxOptions();
        configure?.Invoke(options);
        var resource = new EventApiSandboxResource(name, options);
        builder.Services.AddKeyedSingleton(name, (_, _) => new SandboxRunner(resource));
        builder.Eventing.Subscribe<InitializeResourceEvent>(resource, (started, cancellationToken) =>
            started.Services.GetRequiredKeyedService<SandboxRunner>(name).StartAsync(started, cancellationToken));
        return builder.AddResource(resource)
            .WithInitialState(new CustomResourceSnapshot { ResourceType = "Rokt Event API sandbox", Properties = [], State = KnownResourceStates.NotStarted })
            .ExcludeFromManifest();
    }

    /// <summary>
    /// Gives a resource the settings that <c>AddRoktEventApi(configuration.GetSection("Rokt"))</c> reads, so that it sends to
    /// the sandbox: <c>Rokt__ApiKey</c>, <c>Rokt__ApiSecret</c>, <c>Rokt__Environment</c> and <c>Rokt__BaseAddress</c>. The
    /// resource waits until the sandbox has started. Nothing is set when the app host is published.
    /// </summary>
    /// <typeparam name="T">The resource's type: a project or an executable; a container does not reach the app host's loopback.</typeparam>
    /// <param name="builder">The resource that sends.</param>
    /// <param name="sandbox">The sandbox that it sends to.</param>
    /// <param name="section">The configuration section that it reads, such as <c>Rokt</c> or <c>Accounts:Rokt</c>. Default: <c>Rokt</c>.</param>
    /// <returns>The resource that sends.</returns>
    /// <example>
    /// <code>
    /// builder.AddProject&lt;Projects.Shop&gt;("shop").WithReference(rokt, "Accounts:Rokt");
    /// </code>
    /// </example>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<EventApiSandboxResource> sandbox, string section = "Rokt")
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(sandbox);
        ArgumentException.ThrowIfNullOrEmpty(section);
        string prefix = section.Replace(":", "__", StringComparison.Ordinal);
        return builder.WithReferenceRelationship(sandbox.Resource).WithEnvironment(async context =>
        {
            if (context.ExecutionContext.IsPublishMode)
            {
                return;
            }

            EventApiSandbox started = await sandbox.Resource.Sandbox.WaitAsync(context.CancellationToken).ConfigureAwait(false);
            context.EnvironmentVariables[$"{prefix}__ApiKey"] = started.ApiKey;
            context.EnvironmentVariables[$"{prefix}__ApiSecret"] = started.ApiSecret;
            context.EnvironmentVariables[$"{prefix}__Environment"] = "Development";
            context.EnvironmentVariables[$"{prefix}__BaseAddress"] = started.BaseAddress.AbsoluteUri;
        });
    }
}
