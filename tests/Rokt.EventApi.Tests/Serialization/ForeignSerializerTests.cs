using System.Runtime.CompilerServices;
using Newtonsoft.Json;
using Rokt.EventApi.Tests.Sending;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Rokt.EventApi.Tests.Serialization;

/// <summary>Queues serialize what they are given with a serializer of their own: an event comes back whole, or not at all.</summary>
public sealed class ForeignSerializerTests
{
    /// <summary>One value of each public type that a serializer could be given.</summary>
    public static TheoryData<object> Values =>
    [
        EventOfEverything.Event,
        (AttributeValue)"text",
        (AttributeValue)12.50m,
        (AttributeValue)true,
        AttributeValue.List("a", "b"),
        new StreamedResult(GuideExample.Event, SendResult.Accepted()),
        SendResult.Unavailable(TimeSpan.FromSeconds(7)),
        new EventApiError("code", "message"),
        new ConversionEventViolation("path", "rule", 1, 2),
        Pod.US1,
        Prepared,
    ];

    private static PreparedConversion Prepared
    {
        get
        {
            using var test = new ClientUnderTest();
            return test.Client.Prepare(GuideExample.Event)!;
        }
    }

    private static ConversionEvent Unbuilt => (ConversionEvent)RuntimeHelpers.GetUninitializedObject(typeof(ConversionEvent));

    [Fact]
    public void Newtonsoft_Json_says_how_to_store_an_event()
    {
        var job = new Job("job-7", GuideExample.Event, []);
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto };

        foreach (Action serialize in new Action[]
        {
            () => JsonConvert.SerializeObject(GuideExample.Event),
            () => JsonConvert.SerializeObject(job, settings),
            () => JsonConvert.SerializeObject(new Job("job-7", null!, new Dictionary<string, AttributeValue> { ["shade"] = "red" })),
        })
        {
            var exception = Assert.Throws<NotSupportedException>(serialize);
            Assert.Contains("ToJson()", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Newtonsoft_Json_does_not_read_the_JSON_of_another_serializer_as_an_empty_event() =>
        Assert.ThrowsAny<Newtonsoft.Json.JsonException>(() => JsonConvert.DeserializeObject<ConversionEvent>(GuideExample.Event.ToJson()));

    [Theory]
    [MemberData(nameof(Values))]
    public void Each_public_type_comes_back_whole_or_fails(object value) =>
        Assert.All(ForeignSerializers.Back(value), back => Assert.Equal(Text(value), Text(back.Value)));

    [Fact]
    public void Each_public_type_that_holds_data_is_tried()
    {
        Type[] tried = [.. Values.Select(row => row.Data.GetType())];

        Assert.All(
            typeof(ConversionEvent).Assembly.GetExportedTypes().Where(type =>
                !type.IsInterface && !type.IsEnum && !type.IsAbstract && !typeof(Exception).IsAssignableFrom(type)
                && !typeof(System.Text.Json.Serialization.JsonConverter).IsAssignableFrom(type)
                && !type.Name.EndsWith("Options", StringComparison.Ordinal)
                && type != typeof(EventApiClient) && type != typeof(ConversionEventBuilder)),
            type => Assert.Contains(type, tried));
    }

    [Fact]
    public async Task An_event_that_no_builder_made_is_refused_by_the_client()
    {
        using var test = new ClientUnderTest();

        await Assert.ThrowsAsync<ArgumentException>("conversion", () => test.Client.SendAsync(Unbuilt, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>("conversions", () => test.Client.SendAsync([GuideExample.Event, Unbuilt], TestContext.Current.CancellationToken));

        Assert.Equal(0, test.Handler.Requests);
        Assert.Throws<ArgumentException>("conversion", () => test.Client.Prepare(Unbuilt)!);
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(Unbuilt));
        Assert.Throws<ArgumentException>(() => Unbuilt.ToJson());
        Assert.Throws<InvalidOperationException>(() => Unbuilt.ToBuilder());
        Assert.Contains("absent", Unbuilt.ToString(), StringComparison.Ordinal);
        Assert.Null(Unbuilt.Email);
    }

    [Fact]
    public void An_event_has_no_constructor_that_a_serializer_could_call() =>
        Assert.DoesNotContain(
            typeof(ConversionEvent).GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic),
            constructor => constructor.IsPublic || constructor.GetParameters().Length == 0);

    private static string Text(object? value) => value switch
    {
        ConversionEvent conversion => conversion.ToJson(),
        AttributeValue attribute => JsonSerializer.Serialize(attribute),
        null => "null",
        _ => string.Join('\n', value.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => $"{property.Name}: {(property.GetValue(value) is { } member ? member is ConversionEvent or AttributeValue ? Text(member) : JsonSerializer.Serialize(member) : null)}")),
    };

    internal sealed record Job(string Id, ConversionEvent Conversion, Dictionary<string, AttributeValue> Attributes);
}
