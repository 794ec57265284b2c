using System.Text;
using Rokt.EventApi.Outbox.Delivery;

namespace Rokt.EventApi.Outbox.Tests.Delivery;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData("""{"events":[{"data":{"timestamp_unixtime_ms":1767323045678,"custom_event_type":"other"}}]}""", 1767323045678)]
    [InlineData("""{"timestamp_unixtime_ms":-1}""", -1L)]
    [InlineData("""{"events":[{"data":{"custom_event_type":"other"}}]}""", null)]
    [InlineData("""{"name":"timestamp_unixtime_ms","next":5}""", null)]
    [InlineData("""{"other_unixtime_ms":5}""", null)]
    [InlineData("""{"timestamp_unixtime_ms":"1767323045678"}""", null)]
    [InlineData("""{"timestamp_unixtime_ms":1.5}""", null)]
    [InlineData("""{"timestamp_unixtime_ms":true,"timestamp_unixtime_ms":5}""", null)]
    [InlineData("""{"timestamp_unixtime_ms":""", null)]
    [InlineData("{]", null)]
    [InlineData("{}", null)]
    public void The_time_of_an_event_is_read_from_its_body_where_there_is_one(string body, long? expected) =>
        Assert.Equal(expected, EventTime.Read(Encoding.UTF8.GetBytes(body)));
}
