using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.AspNetCore.Tests;

public sealed class OptionsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("click id")]
    [InlineData("click=id")]
    [InlineData("click;id")]
    public async Task A_name_that_no_cookie_can_have_is_refused_at_start(string? name)
    {
        OptionsValidationException exception = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Site.StartAsync(options => options.Cookie = name is null ? new CookieBuilder() : new CookieBuilder { Name = name }));

        Assert.Contains("RoktClickIdOptions.Cookie.Name", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(400 * 24 * 60, true)]
    [InlineData((400 * 24 * 60) + 1, false)]
    public async Task A_lifetime_that_no_browser_honors_is_refused_at_start(int minutes, bool isValid)
    {
        Task<Site> start = Site.StartAsync(options => options.Cookie.MaxAge = TimeSpan.FromMinutes(minutes));

        if (isValid)
        {
            await (await start).DisposeAsync();
        }
        else
        {
            Assert.Contains("RoktClickIdOptions.Cookie.MaxAge", (await Assert.ThrowsAsync<OptionsValidationException>(() => start)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_cookie_at_all_is_refused_at_start() =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => Site.StartAsync(options => options.Cookie = null!));
}
