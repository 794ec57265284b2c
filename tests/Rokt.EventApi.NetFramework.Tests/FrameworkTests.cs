using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.NetFramework.Tests;

/// <summary>The netstandard2.0 build of the SDK in a program of .NET Framework that has a strong name.</summary>
public sealed class FrameworkTests : IAsyncLifetime
{
    private EventApiSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await EventApiSandbox.StartAsync(cancellationToken: TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task A_conversion_arrives_as_the_guide_asks()
    {
        Assert.Equal("Accepted 202 1", await FrameworkProgram.RunAsync("send", _sandbox));

        ReceivedRequest received = Assert.Single(_sandbox.Requests);
        Assert.Empty(received.Errors);
        Assert.Contains("José", received.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_send_is_retried()
    {
        _sandbox.Arm(SandboxFault.Status(503));
        _sandbox.Arm(SandboxFault.DropConnection());

        Assert.Equal("Accepted 202 3", await FrameworkProgram.RunAsync("send", _sandbox));
    }

    [Fact]
    public async Task A_wrong_secret_is_rejected_at_once() =>
        Assert.Equal("Rejected 403 1", await FrameworkProgram.RunAsync("send", _sandbox.BaseAddress, _sandbox.ApiKey, "another"));

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        await _sandbox.DisposeAsync();

        Assert.Equal("Unavailable  4 connection_failed", await FrameworkProgram.RunAsync("send", _sandbox));
    }

    [Fact]
    public async Task A_batch_is_accepted()
    {
        Assert.Equal("250", await FrameworkProgram.RunAsync("batch", _sandbox));

        Assert.Equal(3, _sandbox.Requests.Count);
    }

    [Fact]
    public async Task A_client_comes_from_the_container() => Assert.Equal("Accepted", await FrameworkProgram.RunAsync("container", _sandbox));

    [Fact]
    public async Task A_send_is_cancelled_while_the_server_is_silent()
    {
        _sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(30)));

        Assert.Equal("cancelled", await FrameworkProgram.RunAsync("cancel", _sandbox));
    }

    [Fact]
    public async Task A_client_that_is_disposed_lets_requests_in_flight_end()
    {
        _sandbox.Arm(SandboxFault.Delay(TimeSpan.FromSeconds(3)));

        Assert.Equal("Accepted, then disposed", await FrameworkProgram.RunAsync("dispose", _sandbox));
    }
}
