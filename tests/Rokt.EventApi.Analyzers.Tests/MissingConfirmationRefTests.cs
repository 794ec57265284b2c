using Rokt.EventApi.Analyzers.Events;

namespace Rokt.EventApi.Analyzers.Tests;

/// <summary>ROKT003: an event is built without a confirmation reference.</summary>
public sealed class MissingConfirmationRefTests
{
    [Theory]
    [InlineData("return ConversionEvent.CreateBuilder().WithEmail(\"a@example.com\").{|ROKT003:Build|}();")]
    [InlineData("return ConversionEvent.CreateBuilder().WithRequest(request).WithTransactionId(\"1\").{|ROKT003:Build|}();")]
    [InlineData("ConversionEventBuilder b = ConversionEvent.CreateBuilder(); b.WithEmail(\"a@example.com\"); return b.{|ROKT003:Build|}();")]
    [InlineData("var b = ConversionEvent.CreateBuilder().WithEmail(\"a@example.com\"); if (gift) { b = b.WithQuantity(1); } return b.WithAmount(1, \"USD\").{|ROKT003:Build|}();")]
    [InlineData("Func<ConversionEvent> f = () => ConversionEvent.CreateBuilder().{|ROKT003:Build|}(); return f();")]
    public Task An_event_without_one_is_reported(string body) => Checked.MembersAsync<MissingConfirmationRefAnalyzer>(Method(body));

    [Theory]
    [InlineData("return ConversionEvent.CreateBuilder().WithConfirmationRef(\"1\").WithEmail(\"a@example.com\").Build();")]
    [InlineData("return ConversionEvent.CreateBuilder().WithConfirmationRef(confirmationRef: order).Build();")]
    [InlineData("var b = ConversionEvent.CreateBuilder(); b.WithConfirmationRef(order); return b.Build();")]
    [InlineData("var b = ConversionEvent.CreateBuilder(); if (gift) { b = b.WithConfirmationRef(order); } return b.Build();")]
    [InlineData("var b = ConversionEvent.CreateBuilder(); Fill(b); return b.Build();")]
    [InlineData("var b = Fill(ConversionEvent.CreateBuilder()); return b.Build();")]
    [InlineData("return Fill(ConversionEvent.CreateBuilder()).Build();")]
    [InlineData("return ConversionEvent.CreateBuilder().WithOrder(order).Build();")]
    [InlineData("var a = ConversionEvent.CreateBuilder(); var b = a.WithQuantity(1); b.WithConfirmationRef(order); return a.Build();")]
    [InlineData("return ConversionEvent.CreateBuilder().WithEventDataField(\"confirmationRef\", order).Build();")]
    [InlineData("return earlier.ToBuilder().WithEmail(\"a@example.com\").Build();")]
    [InlineData("return given.WithEmail(\"a@example.com\").Build();")]
    [InlineData("return new Other().Build();")]
    [InlineData("var b = ConversionEvent.CreateBuilder(); b = ConversionEvent.CreateBuilder().WithConfirmationRef(order); return b.Build();")]
    [InlineData("var b = ConversionEvent.CreateBuilder(); if (gift) { b = given; } return b.Build();")]
    [InlineData("ConversionEventBuilder b = {|CS0165:b|}.WithEmail(\"a@example.com\"); return b.Build();")]
    public Task An_event_that_may_have_one_is_not(string body) => Checked.MembersAsync<MissingConfirmationRefAnalyzer>(Method(body));

    private static string Method(string body) => $$"""
        ConversionEvent M(ConversionEventBuilder given, ConversionEvent earlier, Microsoft.AspNetCore.Http.HttpContext request, string order, bool gift) { {{body}} }
        ConversionEventBuilder Fill(ConversionEventBuilder builder) => builder.WithConfirmationRef("1");
        class Other { public ConversionEvent Build() => null!; }
        }
        public static class Extensions
        {
            public static ConversionEventBuilder WithOrder(this ConversionEventBuilder builder, string order) => builder.WithConfirmationRef(order);
        """;
}
