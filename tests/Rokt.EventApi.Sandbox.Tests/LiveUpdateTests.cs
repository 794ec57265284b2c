using Microsoft.Extensions.Time.Testing;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>When the page is updated.</summary>
public sealed class LiveUpdateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_updated_by_the_clock_of_the_sandbox()
    {
        var clock = new FakeTimeProvider();
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(new EventApiSandboxOptions { TimeProvider = clock }, Cancellation);
        using var http = new HttpClient { BaseAddress = sandbox.BaseAddress };
        using var reader = new StreamReader(await http.GetStreamAsync("/sandbox/live", Cancellation));
        await NextAsync(reader);
        Task next = NextAsync(reader);

        // Several of its intervals.
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), Cancellation));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(200));

        await next.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    private static async Task NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
