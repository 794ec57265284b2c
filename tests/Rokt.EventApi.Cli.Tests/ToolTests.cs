using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Tests;

/// <summary>Tests of the tool, each with a sandbox and a folder of its own.</summary>
public abstract class ToolTests(EventApiSandboxOptions? options = null) : IAsyncLifetime
{
    private protected EventApiSandbox Sandbox { get; private set; } = null!;

    private protected Tool Tool { get; private set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Sandbox = await EventApiSandbox.StartAsync(options, Cancellation);
        Tool = new Tool(Sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        Tool.Dispose();
        await Sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
