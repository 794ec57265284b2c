using System.Text;
using System.Text.Json.Nodes;

namespace Rokt.EventApi.Sandbox.Tests;

/// <summary>How good is my data? The signals that Rokt can match by, as a number and a list.</summary>
public sealed class MatchScoreTests
{
    private static readonly string[] All =
    [
        "email", "click id", "first name", "last name", "mobile", "IP address", "postal code", "date of birth", "gender", "customer id", "device id",
        "user agent",
    ];

    [Fact]
    public void A_complete_batch_has_every_signal()
    {
        MatchScore score = Score(Batch.Complete());

        Assert.Equal((12, 12, "12 of 12"), (score.Value, MatchScore.Maximum, score.ToString()));
        Assert.Equal(All, score.Present);
        Assert.Empty(score.Missing);
    }

    public static TheoryData<string, Action<JsonObject>> Lost => new()
    {
        { "email", root => (_, _) = (root.Identities().Remove("email"), root.Identities().Remove("other")) },
        { "email", root => root.Email("noreply@example.com") },
        { "email", root => root.Email("john") },
        { "email", root => (_, root.Identities()["other"]) = (root.Identities().Remove("email"), "SHA256-hash-of-email") },
        { "click id", root => root.Remove("integration_attributes") },
        { "click id", root => root.Identities()["other2"] = "another" },
        { "first name", root => root.User()["firstname"] = "test" },
        { "last name", root => root.User()["lastname"] = null },
        { "mobile", root => root.User()["mobile"] = "0000000000" },
        { "IP address", root => root.User()["ipaddress"] = "192.168.0.1" },
        { "IP address", root => root.User()["ipaddress"] = "01.2.3.4" },
        { "postal code", root => root.User().Remove("billingzipcode") },
        { "date of birth", root => root.User()["dob"] = "" },
        { "gender", root => root.User()["gender"] = 1 },
        { "customer id", root => root.Identities()["customerid"] = "undefined" },
        { "device id", root => root.Device()["ios_advertising_id"] = "00000000-0000-0000-0000-000000000000" },
        { "user agent", root => root.Device().Remove("http_header_user_agent") },
    };

    [Theory]
    [MemberData(nameof(Lost))]
    public void A_signal_that_is_missing_or_stands_for_nobody_does_not_count(string signal, Action<JsonObject> change)
    {
        JsonObject root = Batch.Complete();
        change(root);

        MatchScore score = Score(root);

        Assert.Equal([signal], score.Missing);
        Assert.Equal(11, score.Value);
        Assert.Equal(All.Except([signal]), score.Present);
    }

    public static TheoryData<Action<JsonObject>> Instead => new()
    {
        root => root.Identities().Remove("email"),
        root => root.Identities().Remove("other"),
        root => (_, root.User()["firstnamesha256"]) = (root.User().Remove("firstname"), new string('a', 64)),
        root => (_, root["ip"]) = (root.User().Remove("ipaddress"), "203.0.113.5"),
        root => (_, root.Identities()["customer_id"]) = (root.Identities().Remove("customerid"), "7"),
        root => (_, root.Device()["android_uuid"]) = (root.Device().Remove("ios_advertising_id"), "f00"),
    };

    [Theory]
    [MemberData(nameof(Instead))]
    public void A_signal_that_is_sent_another_way_counts(Action<JsonObject> change)
    {
        JsonObject root = Batch.Complete();
        change(root);

        Assert.Equal(12, Score(root).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"user_identities":{"email":"\ud83d"}}""")]
    [InlineData("""{"user_identities":[],"user_attributes":7,"device_info":"x"}""")]
    public void What_is_no_batch_has_none(string body) => Assert.Equal(0, MatchScore.Calculate(Encoding.UTF8.GetBytes(body)).Value);

    private static MatchScore Score(JsonObject root) => MatchScore.Calculate(Encoding.UTF8.GetBytes(root.ToJsonString()));
}
