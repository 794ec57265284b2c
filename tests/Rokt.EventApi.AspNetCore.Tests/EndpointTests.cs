using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>Pages that a CDN serves.</summary>
public sealed class EndpointTests
{
    private const string Endpoint = "/rokt/click-id";

    [Fact]
    public async Task The_script_is_small_and_can_be_cached()
    {
        await using Site site = await StartAsync();

        Visit script = await site.GetAsync($"{Endpoint}.js");

        Assert.Equal(HttpStatusCode.OK, script.Status);
        Assert.Equal("public, max-age=3600", script.CacheControl);
        Assert.InRange(Encoding.UTF8.GetByteCount(script.Body), 1, 1023);
        Assert.DoesNotContain("eval", script.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("X-Nothing", "said")]
    public async Task A_post_of_the_own_site_keeps_the_click(string name, string value)
    {
        await using Site site = await StartAsync();

        Visit posted = await site.SendAsync(HttpMethod.Post, $"{Endpoint}?rtid=abc", (name, value));

        Assert.Equal(HttpStatusCode.NoContent, posted.Status);
        Assert.Equal("no-store", posted.CacheControl);
        Assert.Equal("abc", (await site.GetAsync("/", ("Cookie", posted.Cookie!))).Click.ClickId);
    }

    [Fact]
    public async Task A_post_with_the_own_origin_keeps_the_click()
    {
        await using Site site = await StartAsync();

        Visit posted = await site.SendAsync(HttpMethod.Post, $"{Endpoint}?rtid=abc", ("Origin", "https://shop.example"), ("Host", "shop.example"));

        Assert.NotNull(posted.SetCookie);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "https://shop.example.evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_post_from_another_site_is_refused(string name, string value)
    {
        await using Site site = await StartAsync();

        Visit posted = await site.SendAsync(HttpMethod.Post, $"{Endpoint}?rtid=abc", (name, value), ("Host", "shop.example"));

        Assert.Equal(HttpStatusCode.Forbidden, posted.Status);
        Assert.Null(posted.SetCookie);
    }

    [Fact]
    public async Task Without_consent_a_post_keeps_nothing()
    {
        await using Site site = await StartAsync(options => options.HasConsent = _ => false);

        Visit posted = await site.SendAsync(HttpMethod.Post, $"{Endpoint}?rtid=abc");

        Assert.Equal(HttpStatusCode.NoContent, posted.Status);
        Assert.Null(posted.SetCookie);
    }

    [Fact]
    public async Task The_endpoint_is_not_read()
    {
        await using Site site = await StartAsync();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await site.GetAsync($"{Endpoint}?rtid=abc")).Status);
    }

    private static Task<Site> StartAsync(Action<RoktClickIdOptions>? configure = null) =>
        Site.StartAsync(configure, after: app =>
        {
            app.UseRouting();
            app.MapRoktClickId();
            app.UseEndpoints(_ => { });
        });
}
