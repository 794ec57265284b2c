using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>Nothing is kept of a visitor who has not agreed.</summary>
public sealed class ConsentTests
{
    private const string Agreed = ".AspNet.Consent=yes";

    [Fact]
    public async Task Without_consent_the_id_serves_its_own_request_and_is_not_kept()
    {
        await using Site site = await AskingAsync();

        Visit visit = await site.GetAsync("/?rtid=abc");

        Assert.Null(visit.SetCookie);
        Assert.Equal("abc", visit.Click.ClickId);
    }

    [Fact]
    public async Task With_consent_it_is_kept()
    {
        await using Site site = await AskingAsync();

        Visit landing = await site.GetAsync("/?rtid=abc", ("Cookie", Agreed));

        Assert.Equal("abc", (await site.GetAsync("/", ("Cookie", $"{Agreed}; {landing.Cookie}"))).Click.ClickId);
    }

    [Fact]
    public async Task Consent_that_is_given_while_the_landing_page_is_made_counts()
    {
        await using Site site = await AskingAsync(after: app => app.Use((context, next) =>
        {
            context.Features.Get<ITrackingConsentFeature>()!.GrantConsent();
            return next(context);
        }));

        Assert.NotNull((await site.GetAsync("/?rtid=abc")).SetCookie);
    }

    [Fact]
    public async Task When_consent_is_withdrawn_the_cookie_is_deleted_and_no_longer_read()
    {
        await using Site site = await AskingAsync();

        Visit visit = await site.GetAsync("/", ("Cookie", "rokt_click_id=1.rtid.abc; RoktTransactionId=def"));

        Assert.StartsWith("rokt_click_id=; expires=Thu, 01 Jan 1970", visit.SetCookie, StringComparison.Ordinal);
        Assert.DoesNotContain("max-age", visit.SetCookie, StringComparison.Ordinal);
        Assert.Null(visit.Click.ClickId);
    }

    [Fact]
    public async Task The_request_that_withdraws_consent_deletes_the_cookie()
    {
        await using Site site = await AskingAsync(after: app => app.Use((context, next) =>
        {
            context.Features.Get<ITrackingConsentFeature>()!.WithdrawConsent();
            return next(context);
        }));

        Visit visit = await site.SendAsync(HttpMethod.Post, "/privacy", ("Cookie", $"{Agreed}; rokt_click_id=1.rtid.abc"));

        Assert.StartsWith("rokt_click_id=;", visit.SetCookie, StringComparison.Ordinal);
        Assert.Null(visit.Click.ClickId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delegate_decides_in_place_of_the_feature(bool agrees)
    {
        await using Site site = await AskingAsync(options => options.HasConsent = _ => agrees);

        Visit landing = await site.GetAsync("/?rtid=abc");
        Visit later = await site.GetAsync("/", ("Cookie", "rokt_click_id=1.rtid.kept"));

        Assert.Equal(agrees, landing.SetCookie is not null);
        Assert.Equal(agrees ? "kept" : null, later.Click.ClickId);
        Assert.Equal(!agrees, later.SetCookie is not null);
    }

    [Fact]
    public async Task A_cookie_that_is_essential_needs_no_consent()
    {
        await using Site site = await AskingAsync(options => options.Cookie.IsEssential = true);

        Assert.NotNull((await site.GetAsync("/?rtid=abc")).SetCookie);
    }

    [Fact]
    public async Task The_order_of_cookie_policy_and_click_id_does_not_matter()
    {
        await using Site site = await Site.StartAsync(
            services: services => services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true),
            after: app => app.UseCookiePolicy());

        Assert.Null((await site.GetAsync("/?rtid=abc")).SetCookie);
        Assert.NotNull((await site.GetAsync("/?rtid=abc", ("Cookie", Agreed))).SetCookie);
    }

    private static Task<Site> AskingAsync(Action<RoktClickIdOptions>? configure = null, Action<WebApplication>? after = null) => Site.StartAsync(
        configure,
        services => services.Configure<CookiePolicyOptions>(options => options.CheckConsentNeeded = _ => true),
        app => app.UseCookiePolicy(),
        after);
}
