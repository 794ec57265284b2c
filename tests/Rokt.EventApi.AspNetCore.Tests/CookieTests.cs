using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>From the landing page to the cookie.</summary>
public sealed class CookieTests
{
    private static readonly string Second = Site.Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static TheoryData<string> UnusableQueries =>
    [
        "rtid=", "rtid=%20%20", "rtid", $"rtid={new string('a', 257)}", "rtid=a%0Ab", "rtid=a%00", "rtid=%7F", "other=abc", "xrtid=abc", "rclid=&rtid=",
    ];

    [Fact]
    public async Task A_landing_page_keeps_the_click_id_in_a_first_party_cookie_for_30_days()
    {
        await using Site site = await Site.StartAsync();

        Visit visit = await site.GetAsync("/spring?utm_source=rokt&rtid=AbC-123");

        Assert.Equal($"rokt_click_id={Second}.rtid.AbC-123; max-age=2592000; path=/; samesite=lax; httponly", visit.SetCookie);
    }

    [Fact]
    public async Task On_HTTPS_the_cookie_is_secure()
    {
        await using Site site = await Site.StartAsync(before: app => app.Use((context, next) =>
        {
            context.Request.Scheme = "https";
            return next(context);
        }));

        Assert.Contains("; secure;", (await site.GetAsync("/?rtid=abc")).SetCookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_lifetime_and_domain_can_be_set()
    {
        await using Site site = await Site.StartAsync(options =>
        {
            options.Cookie.Name = "click";
            options.Cookie.MaxAge = TimeSpan.FromDays(7);
            options.Cookie.Domain = "shop.example";
        });

        Visit visit = await site.GetAsync("/?rtid=abc");

        Assert.StartsWith("click=", visit.SetCookie, StringComparison.Ordinal);
        Assert.Contains("max-age=604800; domain=shop.example;", visit.SetCookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rclid=first&rtid=second", "first")]
    [InlineData("rtid=second&rclid=first", "first")]
    [InlineData("rtid=second", "second")]
    [InlineData("rclid=&rtid=second", "second")]
    [InlineData("rclid=a%0Ab&rtid=second", "second")]
    [InlineData("rtid=&rtid=second", "second")]
    [InlineData("RTID=MixedCase", "MixedCase")]
    [InlineData("rtid=%20padded%20", "padded")]
    [InlineData("rtid=a%2Fb%3D%2B.c;d", "a/b=+.c;d")]
    public async Task The_cookie_brings_back_the_id_that_came(string query, string expected)
    {
        await using Site site = await Site.StartAsync();

        Visit landing = await site.GetAsync($"/?{query}");
        Visit later = await site.GetAsync("/checkout", ("Cookie", landing.Cookie!));

        Assert.Equal(expected, landing.Click.ClickId);
        Assert.Equal(expected, later.Click.ClickId);
        Assert.Equal(Site.Now, later.Click.ClickedAt);
        Assert.Equal(expected == "first" ? "rclid" : "rtid", later.Click.ClickIdParameter);
        Assert.Null(later.SetCookie);
    }

    [Theory]
    [MemberData(nameof(UnusableQueries))]
    public async Task An_id_that_is_none_never_replaces_a_good_one(string query)
    {
        await using Site site = await Site.StartAsync();
        Visit landing = await site.GetAsync("/?rtid=good");

        Visit later = await site.GetAsync($"/?{query}", ("Cookie", landing.Cookie!));

        Assert.Null(later.SetCookie);
        Assert.Equal("good", later.Click.ClickId);
    }

    [Fact]
    public async Task An_id_of_256_characters_is_kept()
    {
        await using Site site = await Site.StartAsync();
        string id = new('a', 256);

        Visit landing = await site.GetAsync($"/?rtid={id}");

        Assert.Equal(id, (await site.GetAsync("/", ("Cookie", landing.Cookie!))).Click.ClickId);
    }

    [Fact]
    public async Task The_latest_click_wins()
    {
        await using Site site = await Site.StartAsync();
        Visit first = await site.GetAsync("/?rclid=first");

        Visit second = await site.GetAsync("/?rtid=second", ("Cookie", first.Cookie!));

        Assert.Equal("second", (await site.GetAsync("/", ("Cookie", second.Cookie!))).Click.ClickId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("x.rtid.abc")]
    [InlineData("-1.rtid.abc")]
    [InlineData("99999999999999999999.rtid.abc")]
    [InlineData("999999999999.rtid.abc")]
    [InlineData("1.other.abc")]
    [InlineData("1.rtid.")]
    [InlineData("1.rtid.a%0Ab")]
    public async Task A_cookie_that_somebody_changed_counts_for_nothing(string value)
    {
        await using Site site = await Site.StartAsync();

        Visit visit = await site.GetAsync("/", ("Cookie", $"rokt_click_id={value}"));

        Assert.Equal(HttpStatusCode.OK, visit.Status);
        Assert.Null(visit.Click.ClickId);
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml", "document", true)]
    [InlineData("text/html", "empty", true)]
    [InlineData("*/*", "", true)]
    [InlineData("", "", true)]
    [InlineData("application/json", "", false)]
    [InlineData("*/*", "empty", false)]
    [InlineData("image/avif,image/webp,*/*", "image", false)]
    [InlineData("*/*", "script", false)]
    public async Task Only_a_page_is_a_landing(string accept, string destination, bool isKept)
    {
        await using Site site = await Site.StartAsync();

        Visit visit = await site.GetAsync("/?rtid=abc", ("Accept", accept), ("Sec-Fetch-Dest", destination));

        Assert.Equal(isKept, visit.SetCookie is not null);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task Only_a_GET_is_a_landing(string method)
    {
        await using Site site = await Site.StartAsync();

        Assert.Null((await site.SendAsync(new HttpMethod(method), "/?rtid=abc")).SetCookie);
    }

    [Fact]
    public async Task A_redirect_to_a_login_page_keeps_the_click_id()
    {
        await using Site site = await Site.StartAsync(after: app => app.Map("/account", account => account.Run(context =>
        {
            context.Response.Redirect("https://login.example/authorize");
            return Task.CompletedTask;
        })));

        Visit redirect = await site.GetAsync("/account?rtid=abc");
        Visit back = await site.GetAsync("/signin-oidc", ("Cookie", redirect.Cookie!));

        Assert.Equal(HttpStatusCode.Redirect, redirect.Status);
        Assert.Equal("abc", back.Click.ClickId);
    }

    [Fact]
    public async Task An_error_page_that_clears_the_headers_keeps_the_click_id()
    {
        await using Site site = await Site.StartAsync(after: app => app.Map("/broken", broken => broken.Run(context =>
        {
            context.Response.Clear();
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("Sorry.");
        })));

        Assert.NotNull((await site.GetAsync("/broken?rtid=abc")).SetCookie);
    }

    [Theory]
    [InlineData(null, "private")]
    [InlineData("public, max-age=600", "max-age=600, private")]
    [InlineData("public, max-age=600, s-maxage=3600", "max-age=600, private")]
    [InlineData("private=\"x-a\", max-age=5", "max-age=5, private")]
    [InlineData("no-store", "no-store")]
    [InlineData("not a header,,", "private")]
    public async Task A_response_with_the_cookie_is_for_no_shared_cache(string? before, string expected)
    {
        await using Site site = await Site.StartAsync(after: app => app.Use((context, next) =>
        {
            context.Response.Headers.CacheControl = before;
            context.Response.Headers["CDN-Cache-Control"] = "max-age=3600";
            context.Response.Headers["Surrogate-Control"] = "max-age=3600";
            return next(context);
        }));

        Visit landing = await site.GetAsync("/?rtid=abc");
        Visit other = await site.GetAsync("/", ("Cookie", landing.Cookie!));

        Assert.Equal(expected, landing.CacheControl);
        Assert.DoesNotContain("CDN-Cache-Control", landing.HeaderNames);
        Assert.DoesNotContain("Surrogate-Control", landing.HeaderNames);
        Assert.Contains("CDN-Cache-Control", other.HeaderNames);
    }
}
