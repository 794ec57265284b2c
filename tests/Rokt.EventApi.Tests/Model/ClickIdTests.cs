namespace Rokt.EventApi.Tests.Model;

public sealed class ClickIdTests
{
    [Theory]
    [InlineData("https://shop.example/?rclid=aB3&rtid=other", "aB3")]
    [InlineData("https://shop.example/?rtid=other&rclid=aB3", "aB3")]
    [InlineData("https://shop.example/?RTID=other", "other")]
    [InlineData("https://shop.example/?rclid=%20&rtid=other", "other")]
    [InlineData("/landing?x=1&rclid=+a%20b%2Bc%20#rclid=no", "a b+c")]
    [InlineData("https://shop.example/#?rclid=no", null)]
    [InlineData("https://shop.example/rclid=no", null)]
    [InlineData("https://shop.example/?rclid", null)]
    public void It_is_found_in_the_address_of_a_landing_page(string url, string? expected)
    {
        Assert.Equal(expected is not null, ClickId.TryGet(new Uri(url, UriKind.RelativeOrAbsolute), out string? id));
        Assert.Equal(expected, id);
    }

    [Theory]
    [InlineData("?rclid=aB3", "aB3")]
    [InlineData("rclid=aB3", "aB3")]
    [InlineData("x=?&rtid=aB3#rclid=no", "aB3")]
    [InlineData("?", null)]
    [InlineData("", null)]
    public void It_is_found_in_a_query_string(string query, string? expected)
    {
        Assert.Equal(expected is not null, ClickId.TryGet(query, out string? id));
        Assert.Equal(expected, id);
    }

    [Fact]
    public void There_is_none_in_nothing()
    {
        Assert.False(ClickId.TryGet((Uri?)null, out _));
        Assert.False(ClickId.TryGet((string?)null, out _));
    }

    [Fact]
    public void What_no_event_could_carry_is_ignored()
    {
        foreach (string value in new[] { "%00", "a%0Ab", "\uD83D" })
        {
            Assert.False(ClickId.TryGet($"rclid={value}", out _));
            Assert.True(ClickId.TryGet($"rclid={value}&rtid=aB3", out string? id));
            Assert.Equal("aB3", id);
        }
    }

    [Fact]
    public void An_overlong_one_is_ignored()
    {
        Assert.True(ClickId.TryGet($"rclid={new string('x', 4096)}", out _));
        Assert.False(ClickId.TryGet($"rclid={new string('x', 4097)}", out _));
    }
}
