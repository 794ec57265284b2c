using Rokt.EventApi.Resilience;

namespace Rokt.EventApi.Tests.Resilience;

/// <summary>Sources of cancellation that are reused, which happens by the system's clock alone.</summary>
public sealed class TimeoutScopesTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly TimeoutScopes _scopes = new(TimeProvider.System);

    [Fact]
    public async Task One_that_is_used_again_has_a_timeout_again()
    {
        Use(Long, CancellationToken.None);

        using TimeoutScopes.Scope scope = _scopes.Start(TimeSpan.FromMilliseconds(1), CancellationToken.None);

        await CancelledAsync(scope.Token);
    }

    [Fact]
    public void One_that_was_cancelled_is_not_used_again()
    {
        using var outer = new CancellationTokenSource();
        using (TimeoutScopes.Scope cancelled = _scopes.Start(Long, outer.Token))
        {
            outer.Cancel();
            Assert.True(cancelled.Token.IsCancellationRequested);
        }

        using TimeoutScopes.Scope scope = _scopes.Start(Long, CancellationToken.None);

        Assert.False(scope.Token.IsCancellationRequested);
    }

    [Fact]
    public void One_that_is_used_again_is_not_cancelled_by_the_token_of_the_use_before()
    {
        using var outer = new CancellationTokenSource();
        Use(Long, outer.Token);
        using TimeoutScopes.Scope scope = _scopes.Start(Long, CancellationToken.None);

        outer.Cancel();

        Assert.False(scope.Token.IsCancellationRequested);
    }

    private static async Task CancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource();
        await using CancellationTokenRegistration registration = token.Register(cancelled.SetResult);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private void Use(TimeSpan time, CancellationToken outer)
    {
        using TimeoutScopes.Scope scope = _scopes.Start(time, outer);
        Assert.False(scope.Token.IsCancellationRequested);
    }
}
