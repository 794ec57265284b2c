using System.Text.Json;
using Rokt.EventApi.Serialization;

namespace Rokt.EventApi.Tests.Serialization;

/// <summary>How several events become few requests.</summary>
public sealed class BatchTests
{
    [Fact]
    public void Consecutive_events_of_one_customer_share_a_request()
    {
        Payload payload = Assert.Single(Batches(Event("1"), Event("2"), Event("3")));

        Assert.Equal(3, payload.EventCount);
        Assert.Equal(["1", "2", "3"], ConfirmationRefs(payload));
    }

    [Fact]
    public void A_request_of_one_event_is_the_one_that_a_single_send_makes() =>
        Assert.Equal(
            Wire.Body(EventOfEverything.Event),
            System.Text.Encoding.UTF8.GetString(Assert.Single(Batches(EventOfEverything.Event)).Body.Span));

    [Fact]
    public void No_events_need_no_request() => Assert.Empty(Batches());

    public static TheoryData<Action<ConversionEventBuilder>> Differences => new(

        builder => builder.WithEmail("jane.doe@example.com"),
        builder => builder.WithSha256OfEmail("jane.doe@example.com"),
        builder => builder.WithCustomerId("7"),
        builder => builder.WithClickId("click"),
        builder => builder.WithFirstName("Jane"),
        builder => builder.WithUserAttribute("loyal", true),
        builder => builder.WithBatchIpAddress("::1"),
        builder => builder.WithUserAgent("Mozilla"),
        builder => builder.WithEnvironment(EventEnvironment.Production));

    [Theory]
    [MemberData(nameof(Differences))]
    public void Events_that_differ_in_what_is_the_customers_do_not_share_a_request(Action<ConversionEventBuilder> differ)
    {
        ConversionEventBuilder other = GuideExample.Builder();
        differ(other);

        Assert.Equal([2, 1, 1], Batches(Event("1"), Event("2"), other.Build(), Event("3")).Select(payload => payload.EventCount));
    }

    [Fact]
    public void The_order_in_which_attributes_were_set_does_not_matter() =>
        Assert.Single(Batches(
            GuideExample.Builder().WithUserAttribute("x", 1).WithUserAttribute("y", 2).Build(),
            GuideExample.Builder().WithUserAttribute("y", 2).WithUserAttribute("x", 1).Build()));

    [Fact]
    public void The_clients_environment_and_the_same_one_set_on_the_event_are_equal() =>
        Assert.Single(Batches(Event("1"), GuideExample.Builder().WithEnvironment(EventEnvironment.Development).Build()));

    [Fact]
    public void A_group_is_split_so_that_no_batch_of_several_exceeds_the_size_limit()
    {
        ConversionEvent[] events = [.. Enumerable.Range(0, 100).Select(i => Large($"ref-{i}", 4096))];

        Payload[] payloads = Batches(events);

        Assert.True(payloads.Length > 1);
        Assert.All(payloads, payload => Assert.InRange(payload.Body.Length, 1, EventApiLimits.BatchBytes));
        Assert.Equal(events.Select(conversion => conversion.ConfirmationRef), payloads.SelectMany(ConfirmationRefs));
        Assert.True(payloads[0].Body.Length > EventApiLimits.BatchBytes - 5000, "The first request is filled before a second is begun.");
    }

    [Fact]
    public void A_group_of_exactly_the_size_limit_is_one_request_and_one_byte_more_makes_two()
    {
        ConversionEvent[] events = [.. Enumerable.Range(0, 30).Select(i => Large($"ref-{i}", 3900))];
        int missing = EventApiLimits.BatchBytes - Assert.Single(Batches([.. events, Large("last", 1)])).Body.Length;

        Assert.Equal(EventApiLimits.BatchBytes, Assert.Single(Batches([.. events, Large("last", 1 + missing)])).Body.Length);
        Assert.Equal([30, 1], Batches([.. events, Large("last", 2 + missing)]).Select(payload => payload.EventCount));
    }

    [Fact]
    public void A_request_takes_a_hundred_events_and_no_more()
    {
        Assert.Equal([100], Batches([.. Enumerable.Range(0, 100).Select(i => Event($"{i}"))]).Select(payload => payload.EventCount));
        Assert.Equal([100, 1], Batches([.. Enumerable.Range(0, 101).Select(i => Event($"{i}"))]).Select(payload => payload.EventCount));
    }

    [Fact]
    public void A_single_event_may_be_larger_than_a_batch_of_several()
    {
        ConversionEventBuilder builder = GuideExample.Builder();
        for (int i = 0; i < 40; i++)
        {
            builder.WithAttribute($"padding{i}", new string('x', 4000));
        }

        Payload[] payloads = Batches(Event("1"), builder.Build(), Event("2"));

        Assert.Equal([1, 1, 1], payloads.Select(payload => payload.EventCount));
        Assert.InRange(payloads[1].Body.Length, EventApiLimits.BatchBytes, EventApiLimits.RequestBodyBytes);
    }

    [Fact]
    public void An_event_with_a_request_id_of_its_own_goes_alone()
    {
        ConversionEvent alone = GuideExample.Builder().WithRequestId("mine").Build();

        Payload[] payloads = Batches(Event("1"), alone, Event("2"), Event("3"));

        Assert.Equal([1, 1, 2], payloads.Select(payload => payload.EventCount));
        Assert.Equal([null, "mine", null], payloads.Select(RequestId));
    }

    [Fact]
    public void A_repeated_message_id_begins_a_request()
    {
        ConversionEvent first = GuideExample.Builder().WithMessageId("1").Build();
        ConversionEvent second = GuideExample.Builder().WithMessageId("2").Build();

        Assert.Equal([2, 2], Batches(first, second, first, second).Select(payload => payload.EventCount));
    }

    [Fact]
    public void Each_request_gets_an_id_of_its_own_where_that_is_asked_for()
    {
        ConversionEvent other = GuideExample.Builder().WithEmail("jane.doe@example.com").Build();

        string?[] ids = [.. new PayloadSerializer()
            .SerializeBatches([Event("1"), Event("2"), other], EventEnvironment.Development, withRequestId: true).Select(batch => RequestId(batch.ToPayload()))];

        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.True(Guid.TryParse(id, out _)));
    }

    private static Payload[] Batches(params ConversionEvent[] events) =>
        [.. new PayloadSerializer().SerializeBatches(events, EventEnvironment.Development, withRequestId: false).Select(batch => batch.ToPayload())];

    private static ConversionEvent Event(string confirmationRef) => GuideExample.Builder().WithConfirmationRef(confirmationRef).Build();

    private static ConversionEvent Large(string confirmationRef, int padding) =>
        GuideExample.Builder().WithConfirmationRef(confirmationRef).WithAttribute("padding", new string('x', padding)).Build();

    private static string?[] ConfirmationRefs(Payload payload)
    {
        using var document = JsonDocument.Parse(payload.Body);
        return [.. document.RootElement.GetProperty("events").EnumerateArray()
            .Select(item => item.GetProperty("data").GetProperty("custom_attributes").GetProperty("confirmationref").GetString())];
    }

    private static string? RequestId(Payload payload)
    {
        using var document = JsonDocument.Parse(payload.Body);
        return document.RootElement.TryGetProperty("source_request_id", out JsonElement id) ? id.GetString() : null;
    }
}
