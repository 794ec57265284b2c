using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Rokt.EventApi.Tests.Serialization;

/// <summary>Queues and outboxes store an event as JSON: it comes back unchanged, or not at all.</summary>
public sealed partial class RoundTripTests
{
    public static TheoryData<ConversionEvent> Events =>
    [
        GuideExample.Event,
        EventOfEverything.Event,
        ConversionEvent.CreateBuilder().WithHashedEmail("SHA256-hash-of-email").Build(),
        ConversionEvent.CreateBuilder().AllowAnyIdentity().WithCustomerId("7").Build(),
        ConversionEvent.CreateBuilder().WithEmail("a@b.c").WithAmount(decimal.MaxValue, "USD").WithMargin(-0.0000000000000000000000000001m).Build(),
        ConversionEvent.CreateBuilder().WithEmail("a@b.c").WithAttribute("Ämter \"<&>\"\\", "\u2028 \0 \U0001F600").Build(),
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_comes_back_unchanged(ConversionEvent conversion)
    {
        string json = JsonSerializer.Serialize(conversion);
        ConversionEvent back = JsonSerializer.Deserialize<ConversionEvent>(json)!;

        SameEvent.Assert(conversion, back);
        Assert.Equal(json, JsonSerializer.Serialize(back));
        Assert.Equal(Wire.Body(conversion), Wire.Body(back));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_comes_back_unchanged_inside_a_message_through_a_source_generated_context(ConversionEvent conversion)
    {
        string json = JsonSerializer.Serialize(new Message("m-1", [conversion], null), MessageContext.Default.Message);

        Message back = JsonSerializer.Deserialize(json, MessageContext.Default.Message)!;

        SameEvent.Assert(conversion, Assert.Single(back.Conversions));
        Assert.Null(back.Last);
    }

    [Fact]
    public void An_event_without_an_environment_of_its_own_comes_back_without_one()
    {
        ConversionEvent back = JsonSerializer.Deserialize<ConversionEvent>(JsonSerializer.Serialize(GuideExample.Event))!;

        Assert.Null(back.Environment);
        Assert.Contains("\"environment\":\"production\"", Wire.Body(back, EventEnvironment.Production), StringComparison.Ordinal);
    }

    [Fact]
    public void The_guides_own_JSON_reads_as_the_guides_event()
    {
        ConversionEvent read = JsonSerializer.Deserialize<ConversionEvent>(Wire.Snapshot("guide-example"))!;

        SameEvent.Assert(GuideExample.Builder().WithEnvironment(EventEnvironment.Development).Build(), read);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"zqxmark\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"user_identities":{"email":"zqxmark@example.com"},"events":[]}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark@example.com"},"events":[{},{}]}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark@example.com"},"events":{"zqxmark":1}}""")]
    [InlineData("""{"user_identities":"zqxmark","events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":7},"events":[{"data":{}}]}""")]
    [InlineData("""{"environment":"zqxmark","user_identities":{"email":"a@b.c"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"user_attributes":{"dob":"zqxmark"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"user_attributes":{"gender":"zqxmark"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"device_info":{"ios_idfv":"zqxmark"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":["zqxmark"]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"timestamp_unixtime_ms":1e300}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"timestamp_unixtime_ms":9223372036854775807}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"amount":"zqxmark"}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"quantity":1.5}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"weight":1e300}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"x":{"zqxmark":1}}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"x":["zqxmark"]}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"Amount":1}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"event_type":"zqxmark","data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"event_name":"audiencemembershipupdate"}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{"custom_attributes":{"currency":"USD"}}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c","other2":"zqxmark"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark""")]
    [InlineData("""{"user_identities":{"email":zqxmark@example.com"},"events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark@example.com"},"user_attributes":nul,"x":"zqxmark"}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark@example.com"},"user_attributes":{"a":trux, "b":"zqxmark"}}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c","zqxmark":"\uD83D"},"Events":"zqxmark","events":[{"data":{}}]}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"device_info":{"Http_Header_User_Agent":"zqxmark"},"events":[{"data":{}}]}""")]
    public void Other_JSON_is_refused_without_quoting_it(string json)
    {
        var exception = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ConversionEvent>(json));

        Assert.DoesNotContain("zqxmark", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_that_the_SDK_does_not_know_are_kept_where_they_can_be_added_and_ignored_elsewhere()
    {
        ConversionEvent read = JsonSerializer.Deserialize<ConversionEvent>(
            """{"schema":2,"nothing":null,"user_identities":{"email":"a@b.c","facebook":"x"},"user_attributes":null,"device_info":{"att":"x"},"events":[{"more":1,"event_type":"custom_event","data":{"event_name":"conversion","new":{"a":[1]}}}]}""")!;

        Assert.Equal("a@b.c", read.Email);
        Assert.Equal(
            """{"user_identities":{"email":"a@b.c"},"device_info":{"att":"x"},"schema":2,"events":[{"event_type":"custom_event","data":{"event_name":"conversion","new":{"a":[1]}}}]}""",
            JsonSerializer.Serialize(read));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_comes_back_unchanged_from_its_own_JSON(ConversionEvent conversion)
    {
        ConversionEvent back = ConversionEvent.FromJson(conversion.ToJson());

        SameEvent.Assert(conversion, back);
        Assert.Equal(JsonSerializer.Serialize(conversion), conversion.ToJson());
    }

    [Theory]
    [InlineData("trux zqxmark")]
    [InlineData("n.zqxmark@example.com\"}")]
    [InlineData("""{"user_identities":{"email":zqxmark@example.com""")]
    [InlineData("""{"user_identities":{"email":"zqxmark@example.com"},"user_attributes":nul,"zqxmark":1}""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{}}]} zqxmark""")]
    [InlineData("""{"user_identities":{"email":"a@b.c"},"events":[{"data":{}}]} {"zqxmark":1}""")]
    [InlineData("""{"user_identities":{"email":"zqxmark\uD83D@b.c"},"events":[{"data":{}}]}""")]
    [InlineData("zqxmark\uD83D")]
    [InlineData("")]
    public void A_damaged_document_is_refused_without_quoting_it(string json)
    {
        var exception = Assert.Throws<JsonException>(() => ConversionEvent.FromJson(json));

        Assert.DoesNotContain("zqxmark", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_a_stored_event_is_damaged_nothing_that_reads_it_quotes_it()
    {
        string json = ConversionEvent.CreateBuilder()
            .WithEmail("zqxmark@example.com").WithFirstName("zqxmark").WithAmount(12.50m, "USD").WithConfirmationRef("zqxmark").WithUserAttribute("zqxmark", true).Build().ToJson();

        for (int place = 0; place < json.Length; place++)
        {
            foreach (string damaged in "tnf\"{}1-".Select(wrong => $"{json[..place]}{wrong}{json[(place + 1)..]}").Append(json[..place]))
            {
                AssertUnquoted(Record.Exception(() => ConversionEvent.FromJson(damaged)));

                // The first token is System.Text.Json's own: it calls the converter after it.
                if (place > 0)
                {
                    byte[] utf8 = Encoding.UTF8.GetBytes(damaged);
                    AssertUnquoted(Record.Exception(() => JsonSerializer.Deserialize<ConversionEvent>(damaged)));
                    AssertUnquoted(Record.Exception(() => JsonSerializer.Deserialize<Message>($"{{\"Last\":{damaged}}}")));
                    AssertUnquoted(await Record.ExceptionAsync(async () => await JsonSerializer.DeserializeAsync<ConversionEvent>(new MemoryStream(utf8), cancellationToken: TestContext.Current.CancellationToken)));
                }
            }
        }

        static void AssertUnquoted(Exception? exception) => Assert.DoesNotContain("zqxmark", exception?.ToString() ?? "", StringComparison.Ordinal);
    }

    internal sealed record Message(string Id, ConversionEvent[] Conversions, ConversionEvent? Last);

    [JsonSerializable(typeof(Message))]
    private sealed partial class MessageContext : JsonSerializerContext;
}
