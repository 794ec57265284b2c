using Rokt.EventApi.Outbox.Outages;

namespace Rokt.EventApi.Outbox.Tests.Outages;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Waits_double_up_to_the_cap(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new Backoff(TimeSpan.FromMinutes(1), () => 0).After(failures));

    [Fact]
    public void Up_to_half_of_a_wait_is_taken_off_at_random() =>
        Assert.Equal(TimeSpan.FromSeconds(2), new Backoff(TimeSpan.FromMinutes(1), () => 1).After(2));
}
