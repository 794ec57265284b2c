using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>From a request to a conversion.</summary>
public sealed class RequestTests
{
    [Fact]
    public void Click_id_address_and_user_agent_go_into_the_conversion()
    {
        DefaultHttpContext request = Request("203.0.113.7", "rtid=AbC");
        request.Request.Headers.UserAgent = "Mozilla/5.0";

        ConversionEvent conversion = Builder().WithRequest(request).Build();

        Assert.Equal(("AbC", "203.0.113.7", "Mozilla/5.0"), (conversion.ClickId, conversion.IpAddress, conversion.UserAgent));
    }

    [Fact]
    public void What_the_request_does_not_say_leaves_the_conversion_as_it_is()
    {
        ConversionEvent conversion = Builder()
            .WithClickId("own").WithIpAddress("198.51.100.1").WithUserAgent("own").WithRequest(new DefaultHttpContext()).Build();

        Assert.Equal(("own", "198.51.100.1", "own"), (conversion.ClickId, conversion.IpAddress, conversion.UserAgent));
    }

    [Fact]
    public void A_click_id_of_the_callers_own_wins_in_either_order()
    {
        DefaultHttpContext request = Request("203.0.113.7", "rtid=landed");

        Assert.Equal("own", Builder().WithClickId("own").WithRequest(request).Build().ClickId);
        Assert.Equal("own", Builder().WithRequest(request).WithClickId("own").Build().ClickId);
    }

    [Theory]
    [InlineData("?rtid=query", "rokt_click_id=1.rtid.cookie; RoktTransactionId=web", "query")]
    [InlineData("", "rokt_click_id=1.rtid.cookie; RoktTransactionId=web", "cookie")]
    [InlineData("", "RoktTransactionId=web", "web")]
    [InlineData("", "rokt_click_id=broken; RoktTransactionId=web", "web")]
    [InlineData("", "RoktTransactionId=a%0Ab", null)]
    [InlineData("", "", null)]
    public async Task The_query_comes_before_the_cookie_and_that_before_the_Web_SDKs(string query, string cookies, string? expected)
    {
        await using Site site = await Site.StartAsync();

        Assert.Equal(expected, (await site.GetAsync($"/{query}", ("Cookie", cookies))).Click.ClickId);
    }

    [Fact]
    public async Task The_cookie_of_the_Web_SDK_can_be_left_alone()
    {
        await using Site site = await Site.StartAsync(options => options.ReadWebSdkCookie = false);

        Assert.Null((await site.GetAsync("/", ("Cookie", "RoktTransactionId=web"))).Click.ClickId);
    }

    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5")]
    [InlineData("::ffff:203.0.113.5", "203.0.113.5")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("fe80::1%3", "fe80::1")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData(null, null)]
    public void The_address_is_the_connections_without_mapping_and_zone(string? remote, string? expected) =>
        Assert.Equal(expected, Builder().WithRequest(Request(remote)).Build().IpAddress);

    [Theory]
    [InlineData("127.0.0.1", "X-Forwarded-For", false)]
    [InlineData("::ffff:127.0.0.1", "X-Forwarded-For", false)]
    [InlineData("::1", "X-Forwarded-For", false)]
    [InlineData("10.1.2.3", "X-Forwarded-For", false)]
    [InlineData("172.16.0.1", "X-Forwarded-For", false)]
    [InlineData("172.31.255.255", "X-Forwarded-For", false)]
    [InlineData("172.32.0.1", "X-Forwarded-For", true)]
    [InlineData("192.168.1.1", "X-Forwarded-For", false)]
    [InlineData("192.169.1.1", "X-Forwarded-For", true)]
    [InlineData("169.254.1.1", "X-Forwarded-For", false)]
    [InlineData("100.64.0.1", "X-Forwarded-For", false)]
    [InlineData("100.128.0.1", "X-Forwarded-For", true)]
    [InlineData("fd00::1", "X-Forwarded-For", false)]
    [InlineData("fe80::1", "X-Forwarded-For", false)]
    [InlineData("2001:db8::1", "X-Forwarded-For", true)]
    [InlineData("203.0.113.5", "X-Forwarded-For", true)]
    [InlineData("10.1.2.3", "Forwarded", false)]
    [InlineData("10.1.2.3", "X-Real-IP", false)]
    [InlineData("10.1.2.3", "X-Original-For", true)]
    public void The_address_of_a_proxy_is_not_sent(string remote, string header, bool isSent)
    {
        DefaultHttpContext request = Request(remote);
        request.Request.Headers[header] = "203.0.113.9";

        Assert.Equal(isSent, Builder().WithRequest(request).Build().IpAddress is not null);
    }

    [Fact]
    public async Task A_missing_UseForwardedHeaders_is_warned_of_once()
    {
        await using Site site = await Site.StartAsync();

        Visit first = await site.GetAsync("/", ("X-Forwarded-For", "203.0.113.9"));
        await site.GetAsync("/", ("X-Forwarded-For", "203.0.113.9"));

        Assert.Null(first.Click.IpAddress);
        string warning = Assert.Single(site.Warnings).Message;
        Assert.Contains("UseForwardedHeaders", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("203.0.113.9", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    public void A_user_agent_that_no_conversion_can_carry_costs_no_conversion(int length, bool isSent)
    {
        DefaultHttpContext request = Request("203.0.113.5");
        request.Request.Headers.UserAgent = new string('a', length);

        Assert.Equal(isSent, Builder().WithRequest(request).Build().UserAgent is not null);
    }

    [Fact]
    public void The_time_of_the_click_is_an_attribute_where_it_is_asked_for()
    {
        var click = new ClickContext { ClickId = "abc", ClickedAt = Site.Now.ToOffset(TimeSpan.FromHours(2)) };

        Assert.Empty(Builder().WithRequest(click).Build().Attributes);
        Assert.Equal("2026-11-26T12:00:00Z", Builder().WithRequest(click, "clicktime").Build().Attributes["clicktime"]);
        Assert.Empty(Builder().WithRequest(new ClickContext { ClickId = "abc" }, "clicktime").Build().Attributes);
    }

    [Fact]
    public void A_context_that_was_kept_with_a_cart_comes_back_whole()
    {
        var click = new ClickContext { ClickId = "abc", ClickedAt = Site.Now, ClickIdParameter = "rclid", IpAddress = "203.0.113.5", UserAgent = "Mozilla/5.0" };

        ClickContext back = JsonSerializer.Deserialize<ClickContext>(JsonSerializer.Serialize(click))!;

        Assert.Equal(
            (click.ClickId, click.ClickedAt, click.ClickIdParameter, click.IpAddress, click.UserAgent),
            (back.ClickId, back.ClickedAt, back.ClickIdParameter, back.IpAddress, back.UserAgent));
    }

    [Fact]
    public void A_context_prints_none_of_its_values()
    {
        string text = new ClickContext { ClickId = "secret-id", IpAddress = "203.0.113.5", UserAgent = "secret-agent" }.ToString();

        Assert.Equal("ClickContext (click id: yes, IP address: yes, user agent: yes)", text);
    }

    [Fact]
    public void No_context_changes_nothing() => Assert.Null(Builder().WithRequest((ClickContext?)null).Build().ClickId);

    private static ConversionEventBuilder Builder() => ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com");

    private static DefaultHttpContext Request(string? remote, string query = "")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.QueryString = new QueryString(query.Length == 0 ? "" : $"?{query}");
        return context;
    }
}
