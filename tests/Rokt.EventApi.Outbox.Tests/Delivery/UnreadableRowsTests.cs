using Microsoft.Extensions.Logging.Testing;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class UnreadableRowsTests
{
    private readonly FakeLogger _logger = new();
    private readonly UnreadableRows _rows;

    public UnreadableRowsTests() => _rows = new UnreadableRows(_logger);

    [Fact]
    public void The_first_is_logged_and_when_the_last_one_is_readable_the_recovery()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        _rows.Remove(Guid.NewGuid());
        Assert.Empty(Logged());
        _rows.Add(first);
        _rows.Add(second);
        _rows.Add(first);
        Assert.Equal(["OutboxOperationFailed"], Logged());
        Assert.Contains("stored conversions cannot be read; see whether the keys of ASP.NET Core Data Protection can be reached", _logger.LatestRecord.Message, StringComparison.Ordinal);

        _rows.Remove(first);
        _rows.Remove(Guid.NewGuid());
        Assert.Equal(["OutboxOperationFailed"], Logged());
        _rows.Remove(second);
        Assert.Equal(["OutboxOperationFailed", "OutboxOperationRecovered"], Logged());

        _rows.Add(first);
        Assert.Equal(["OutboxOperationFailed", "OutboxOperationRecovered", "OutboxOperationFailed"], Logged());
    }

    private IEnumerable<string?> Logged() => _logger.Collector.GetSnapshot().Select(record => record.Id.Name);
}
