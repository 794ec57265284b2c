using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Rokt.EventApi.Outbox.Tests.Stores;

namespace Rokt.EventApi.Outbox.Dashboard.Tests;

/// <summary>Who may see the page, and change something through it.</summary>
public sealed class AccessTests : IAsyncDisposable
{
    private readonly EmbeddedStore _store = new();

    public static TheoryData<string> Changes => ["/find", "/pause", "/resume", "/requeue", "/discard", "/withdraw", "/erase"];

    public static TheoryData<string> Queries => ["", "/", "/page.js", "/look.css", "/icon.svg", "/status", "/session", "/dead-letters"];

    public static TheoryData<string, Action<WebApplication>> Open => new()
    {
        { "no policy", app => app.MapRoktOutbox() },
        { "anonymous after all", app => app.MapRoktOutbox().RequireAuthorization("operators").AllowAnonymous() },
    };

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [MemberData(nameof(Open))]
    public async Task Outside_development_it_does_not_start_without_a_policy_and_says_what_to_write(string how, Action<WebApplication> map)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null), map));

        Assert.True(exception.Message.Contains("app.MapRoktOutbox(\"/rokt/outbox\").RequireAuthorization(\"operators\")", StringComparison.Ordinal), how);
        Assert.Contains("builder.Services.AddAuthorization(options => options.AddPolicy(", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_it_starts_without_a_policy()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null, "Development"), app => app.MapRoktOutbox());

        using HttpResponseMessage session = await site.SendAsync(HttpMethod.Get, "/session", user: null);

        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        Assert.Contains("an anonymous user", await session.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_the_group_that_it_is_mapped_in_counts()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(
            DashboardSite.CreateBuilder(_store, null), app => app.MapGroup("/admin").RequireAuthorization("operators").MapRoktOutbox(), "/admin/rokt/outbox");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(site, HttpMethod.Get, "/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, HttpMethod.Get, "/", user: null));
    }

    [Fact]
    public async Task In_a_group_without_a_policy_it_does_not_start_either()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => DashboardSite.StartAsync(
            DashboardSite.CreateBuilder(_store, null), app => app.MapGroup("/admin").MapRoktOutbox(), "/admin/rokt/outbox"));

        Assert.Contains("RequireAuthorization", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_group_of_an_application_without_authorization_it_stops_and_shows_nothing()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(
            DashboardSite.CreateBuilder(_store, null, hasAuthorization: false), app => app.MapGroup("/admin").MapRoktOutbox(), "/admin/rokt/outbox");

        await site.Services.GetRequiredService<IHost>().WaitForShutdownAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("408 The application stops. The outbox's page at", Assert.Single(site.Changes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_outbox_it_says_what_is_missing()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthorization();
        await using WebApplication app = builder.Build();
        app.MapRoktOutbox().RequireAuthorization();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("AddRoktEventApiOutbox", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Only_an_operator_sees_anything_of_it(string path)
    {
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null));

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, HttpMethod.Get, path, user: null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(site, HttpMethod.Get, path, "carl:customer"));
        Assert.Equal(path.Length == 0 ? HttpStatusCode.Found : HttpStatusCode.OK, await StatusAsync(site, HttpMethod.Get, path));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Only_an_operator_with_the_antiforgery_token_changes_anything(string path)
    {
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null));
        const string Body = """{"account":""}""";

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(site, HttpMethod.Post, path, user: null, Body));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(site, HttpMethod.Post, path, "carl:customer", Body));
        using (HttpResponseMessage without = await site.SendAsync(HttpMethod.Post, path, body: Body))
        {
            Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
            Assert.Contains("antiforgery", await without.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        // Another operator's token is none.
        using (HttpResponseMessage others = await site.ChangeAsync(path, Body, "oscar:operator"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, others.StatusCode);
        }

        Assert.Equal(HttpStatusCode.MethodNotAllowed, await StatusAsync(site, HttpMethod.Get, path));
        Assert.Empty(site.Changes);
    }

    [Fact]
    public async Task Where_the_applications_antiforgery_reads_forms_alone_the_page_has_one_with_a_header()
    {
        WebApplicationBuilder builder = DashboardSite.CreateBuilder(_store, null);
        builder.Services.AddAntiforgery(options => options.HeaderName = null);
        await using DashboardSite site = await DashboardSite.StartAsync(builder);

        using HttpResponseMessage change = await site.ChangeAsync("/pause", """{"account":""}""");
        using HttpResponseMessage without = await site.SendAsync(HttpMethod.Post, "/resume", body: """{"account":""}""");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (change.StatusCode, without.StatusCode));
        Assert.Equal(["401 olivia paused the delivery of account \"\", for all instances."], site.Changes);
    }

    [Fact]
    public async Task Its_antiforgery_cookie_is_as_secure_as_the_applications()
    {
        WebApplicationBuilder builder = DashboardSite.CreateBuilder(_store, null);
        builder.Services.AddAntiforgery(options => (options.HeaderName, options.Cookie.SecurePolicy) = (null, CookieSecurePolicy.Always));
        await using DashboardSite site = await DashboardSite.StartAsync(builder, app =>
        {
            app.Use((context, next) =>
            {
                // As behind a proxy that ends TLS.
                context.Request.Scheme = "https";
                return next(context);
            });
            app.MapRoktOutbox().RequireAuthorization("operators");
        });

        using HttpResponseMessage session = await site.SendAsync(HttpMethod.Get, "/session");

        Assert.Contains("; secure", session.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("X-Program", "curl", 200)]
    public async Task Another_sites_page_reads_nothing(string header, string value, int status)
    {
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null));

        using HttpResponseMessage response = await site.SendAsync(HttpMethod.Get, "/status", headers: (header, value));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_browser_behind_a_proxy_that_ends_TLS_is_no_other_site()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null));
        string own = $"https://{site.Page.Authority}";

        using HttpResponseMessage modern = await site.SendAsync(HttpMethod.Get, "/status", headers: [("Origin", "https://shop.example"), ("Sec-Fetch-Site", "same-origin")]);
        using HttpResponseMessage old = await site.SendAsync(HttpMethod.Get, "/status", headers: ("Origin", own));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (modern.StatusCode, old.StatusCode));
    }

    [Fact]
    public async Task Its_responses_allow_a_browser_nothing_but_its_own_files_and_are_not_kept()
    {
        await using DashboardSite site = await DashboardSite.StartAsync(DashboardSite.CreateBuilder(_store, null));

        foreach (string path in new[] { "/", "/page.js", "/status", "/session" })
        {
            using HttpResponseMessage response = await site.SendAsync(HttpMethod.Get, path);
            string policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.True(response.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_policy_that_is_metadata_alone_is_asked_or_nothing_is_shown(bool hasAuthorization)
    {
        AuthorizationPolicy operators = new AuthorizationPolicyBuilder().RequireRole("operator").Build();
        await using DashboardSite site = await DashboardSite.StartAsync(
            DashboardSite.CreateBuilder(_store, null, hasAuthorization: hasAuthorization),
            app =>
            {
                if (hasAuthorization)
                {
                    app.UseAuthorization();
                }

                app.MapRoktOutbox().WithMetadata(operators);
            });

        Assert.Equal(hasAuthorization ? HttpStatusCode.Unauthorized : HttpStatusCode.InternalServerError, await StatusAsync(site, HttpMethod.Get, "/status", user: null));
        Assert.Equal(hasAuthorization ? HttpStatusCode.OK : HttpStatusCode.InternalServerError, await StatusAsync(site, HttpMethod.Get, "/status"));
    }

    private static async Task<HttpStatusCode> StatusAsync(DashboardSite site, HttpMethod method, string path, string? user = HeaderSignIn.Operator, string? body = null)
    {
        using HttpResponseMessage response = await site.SendAsync(method, path, user, body);
        return response.StatusCode;
    }
}
