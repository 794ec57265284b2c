using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Rokt.EventApi.AspNetCore.Tests;

/// <summary>Whatever a visitor sends, nothing of it is in a log line of the package, an exception or a text of its types.</summary>
public sealed class PrivacyTests
{
    private const string Mark = "zqxmark";
    private const string Address = "198.51.100.77";

    public static TheoryData<string, string> Requests => new()
    {
        { $"/?rtid={Mark}", "" },
        { $"/?rclid={Mark}&rtid={Mark}&email={Mark}", $"rokt_click_id=1.rtid.{Mark}" },
        { $"/?rtid=%0A{Mark}", $"rokt_click_id={Mark}" },
        { $"/?rtid={Mark}{new string('x', 300)}", $"rokt_click_id=99999999999999999.rtid.{Mark}; RoktTransactionId={Mark}" },
        { $"/?rtid=%ED%A0%80{Mark}", $"rokt_click_id=1.{Mark}.{Mark}; RoktTransactionId=%0D{Mark}" },
        { $"/click?rtid={Mark}", $"rokt_click_id=1.rclid.{Mark}" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task What_a_request_carries(string path, string cookies)
    {
        foreach (bool hasConsent in new[] { true, false })
        {
            await using Site site = await Site.StartAsync(
                options => options.HasConsent = _ => hasConsent,
                services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace)),
                after: app =>
                {
                    app.UseRouting();
                    app.MapRoktClickId("/click");
                    app.UseEndpoints(_ => { });
                });
            foreach (HttpMethod method in new[] { HttpMethod.Get, HttpMethod.Post })
            {
                await site.SendAsync(method, path, ("Cookie", cookies), ("User-Agent", Mark), ("X-Forwarded-For", Address), ("Origin", $"https://{Mark}.example"));
                await site.SendAsync(method, path, ("Cookie", cookies), ("User-Agent", Mark));
            }

            string[] lines = [.. site.Logged.Select(record => $"{record.Category} {record.Message} {record.Exception} {string.Join(' ', record.StructuredState ?? [])} {string.Join(' ', record.Scopes)}")];
            Assert.All(lines, AssertNothingIsDisclosed);
            Assert.Equal(path.StartsWith("/?", StringComparison.Ordinal), lines.Any(line => line.Contains("UseForwardedHeaders", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void What_its_types_show_and_throw()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(Address);
        context.Request.QueryString = new QueryString($"?rtid={Mark}");
        context.Request.Headers.UserAgent = Mark;
        ClickContext click = ClickContext.FromRequest(context);
        Assert.Equal((Mark, Address, Mark), (click.ClickId, click.IpAddress, click.UserAgent));

        AssertNothingIsDisclosed(click.ToString());
        AssertNothingIsDisclosed(ConversionEvent.CreateBuilder().WithEmail("john.doe@example.com").WithRequest(context).Build().ToString()!);
        AssertNothingIsDisclosed(Assert.Throws<InvalidConversionEventException>(() =>
            ConversionEvent.CreateBuilder().WithRequest(new ClickContext { ClickId = $"{Mark}\uD800", IpAddress = Mark, UserAgent = $"{Mark}\uD800" }).Build()).ToString());
        using ServiceProvider services = new ServiceCollection().AddRoktClickId(options => options.Cookie.Name = "a b").BuildServiceProvider();
        AssertNothingIsDisclosed(Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RoktClickIdOptions>>().Value).ToString());
    }

    private static void AssertNothingIsDisclosed(string text)
    {
        Assert.DoesNotContain(Mark, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Address, text, StringComparison.Ordinal);
    }
}
