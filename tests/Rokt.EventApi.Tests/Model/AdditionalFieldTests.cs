using System.Text.Json;
using Rokt.EventApi.Tests.Validation;

namespace Rokt.EventApi.Tests.Model;

/// <summary>Fields that the SDK does not know yet.</summary>
public sealed class AdditionalFieldTests
{
    private static readonly Dictionary<string, Func<ConversionEventBuilder, string, AttributeValue, ConversionEventBuilder>> Setters = new()
    {
        [""] = (builder, name, value) => builder.WithBatchField(name, value),
        ["device_info."] = (builder, name, value) => builder.WithDeviceInfoField(name, value),
        ["events[0].data."] = (builder, name, value) => builder.WithEventDataField(name, value),
    };

    public static TheoryData<string> Places => [.. Setters.Keys];

    public static TheoryData<string, string> Known => new()
    {
        { "", "environment" }, { "", "user_identities" }, { "", "user_attributes" }, { "", "ip" }, { "", "device_info" },
        { "", "integration_attributes" }, { "", "events" }, { "", "source_request_id" }, { "", "Events" }, { "", " IP " },
        { "device_info.", "http_header_user_agent" }, { "device_info.", "ios_advertising_id" }, { "device_info.", "android_advertising_id" },
        { "device_info.", "ios_idfv" }, { "device_info.", "android_uuid" }, { "device_info.", "ANDROID_UUID" },
        { "events[0].data.", "event_name" }, { "events[0].data.", "custom_event_type" }, { "events[0].data.", "source_message_id" },
        { "events[0].data.", "timestamp_unixtime_ms" }, { "events[0].data.", "custom_attributes" }, { "events[0].data.", "Event_Name" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void A_member_that_the_SDK_writes_cannot_be_overwritten(string place, string name)
    {
        ConversionEventViolation violation = Violations.Single(Setters[place](GuideExample.Builder(), name, "x"));

        Assert.Equal(place + name.Trim(), violation.Path);
        Assert.Contains("builder's method", violation.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_name_has_1_to_256_characters_and_a_value_is_Unicode(string place)
    {
        Assert.Empty(Violations.Find(Setters[place](GuideExample.Builder(), new string('n', 256), "x")));
        Assert.Equal(257, Violations.Single(Setters[place](GuideExample.Builder(), new string('n', 257), "x")).Actual);
        Assert.Contains("needs a name", Violations.Single(Setters[place](GuideExample.Builder(), " ", "x")).Rule, StringComparison.Ordinal);
        Assert.Equal($"{place}note", Violations.Single(Setters[place](GuideExample.Builder(), "note", "\uD83D")).Path);
        Assert.Equal($"{place}note", Violations.Single(Setters[place](GuideExample.Builder(), "note", AttributeValue.List("a", "\uD83D"))).Path);
        Assert.Throws<ArgumentNullException>(() => Setters[place](GuideExample.Builder(), null!, "x"));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_later_value_replaces_an_earlier_one_and_an_empty_one_takes_it_back(string place)
    {
        ConversionEventBuilder builder = Setters[place](GuideExample.Builder(), "note", "\uD83D");

        Assert.Contains("\"note\":\"b\"", Serialization.Wire.Body(Setters[place](builder, "note", "b").Build()), StringComparison.Ordinal);
        Assert.Equal(Serialization.Wire.Snapshot("guide-example"), Serialization.Wire.Body(Setters[place](builder, "note", " ").Build()));
    }

    [Theory]
    [InlineData("\"\\uD83D\"")]
    [InlineData("{\"a\":\"\\uD83D\"}")]
    [InlineData("{\"a\":\"\\uD83D\",\"b\":1}")]
    [InlineData("{\"\\uD83D\":1}")]
    [InlineData("[1,[\"\\uDE00\"]]")]
    public void Half_a_character_inside_a_value_is_refused(string json)
    {
        using var value = JsonDocument.Parse(json);

        Assert.Equal("note", Violations.Single(GuideExample.Builder().WithBatchField("note", value.RootElement)).Path);
    }

    [Theory]
    [InlineData("[", "", "]")]
    [InlineData("{\"a\":", "1", "}")]
    [InlineData("[0,", "0", "]")]
    [InlineData("{\"b\":0,\"a\":", "1", "}")]
    public void A_value_is_nested_at_most_32_deep(string open, string inmost, string close)
    {
        JsonElement Nested(int depth) => AdditionalFieldTests.Nested(depth, open, inmost, close);

        Assert.Empty(Violations.Find(GuideExample.Builder().WithBatchField("deep", Nested(32)).WithDeviceInfoField("deep", Nested(32)).WithEventDataField("deep", Nested(32))));
        Assert.Equal("events[0].data.deep", Violations.Single(GuideExample.Builder().WithEventDataField("deep", Nested(33))).Path);

        ConversionEvent deepest = GuideExample.Builder().WithEventDataField("deep", Nested(32)).Build();
        SameEvent.Assert(deepest, JsonSerializer.Deserialize<ConversionEvent>(JsonSerializer.Serialize(deepest))!);
    }

    [Fact]
    public void A_value_outlives_the_document_that_it_was_read_from()
    {
        ConversionEventBuilder builder = GuideExample.Builder();
        using (var document = JsonDocument.Parse("""{"a":[1,true,null,"x"]}"""))
        {
            builder.WithBatchField("kept", document.RootElement);
        }

        Assert.Contains("""{"a":[1,true,null,"x"]}""", Serialization.Wire.Body(builder.Build()), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_that_differ_in_a_field_of_the_batch_do_not_share_a_request()
    {
        var serializer = new Rokt.EventApi.Serialization.PayloadSerializer();
        ConversionEvent other = GuideExample.Builder().WithBatchField("consent_state", "none").Build();

        Assert.Equal(2, serializer.SerializeBatches([GuideExample.Event, other], EventEnvironment.Development, withRequestId: false).Count());
    }

    private static JsonElement Nested(int depth, string open, string inmost, string close)
    {
        using var document = JsonDocument.Parse(string.Concat(Enumerable.Repeat(open, depth)) + inmost + string.Concat(Enumerable.Repeat(close, depth)));
        return document.RootElement.Clone();
    }
}
