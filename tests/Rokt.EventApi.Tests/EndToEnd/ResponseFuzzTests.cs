using Rokt.EventApi.ResponseFuzz;

namespace Rokt.EventApi.Tests.EndToEnd;

/// <summary>A short run of the program <c>tests/Rokt.EventApi.ResponseFuzz</c>.</summary>
public sealed class ResponseFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_the_server_sends_ends_in_an_outcome_that_keeps_the_promises(int seed)
    {
        FuzzReport report = await FuzzRun.RunAsync(1500, seed, TestContext.Current.CancellationToken);

        Assert.Empty(report.Violations);
        Assert.Equal(1500, report.Sends);
    }
}
