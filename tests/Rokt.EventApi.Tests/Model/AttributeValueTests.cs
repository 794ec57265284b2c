namespace Rokt.EventApi.Tests.Model;

public sealed class AttributeValueTests
{
    public static TheoryData<AttributeValue, AttributeKind> Values => new()
    {
        { "text", AttributeKind.String },
        { 'M', AttributeKind.String },
        { 12, AttributeKind.Number },
        { 12.50m, AttributeKind.Number },
        { long.MaxValue, AttributeKind.Number },
        { true, AttributeKind.Boolean },
        { AttributeValue.List("a", "b"), AttributeKind.List },
        { default, AttributeKind.None },
        { " ", AttributeKind.None },
        { AttributeValue.List(), AttributeKind.None },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Each_kind_has_its_reader_and_the_others_say_what_it_is(AttributeValue value, AttributeKind kind)
    {
        Action[] readers = [() => value.AsString(), () => value.AsNumber(), () => value.AsBoolean(), () => value.AsList()];
        AttributeKind[] kinds = [AttributeKind.String, AttributeKind.Number, AttributeKind.Boolean, AttributeKind.List];

        Assert.Equal(kind, value.Kind);
        Assert.Equal(kind.ToString(), value.ToString());
        foreach ((Action read, AttributeKind readable) in readers.Zip(kinds))
        {
            if (readable == kind)
            {
                read();
            }
            else
            {
                Assert.Equal($"The attribute is a {kind}, not a {readable}.", Assert.Throws<InvalidOperationException>(read).Message);
            }
        }
    }

    [Fact]
    public void Values_are_equal_when_kind_and_content_are()
    {
        Assert.True((AttributeValue)"a" == "a");
        Assert.True((AttributeValue)1.0m == 1);
        Assert.True(AttributeValue.List("a", " ", "b") == AttributeValue.List("a", "b"));
        Assert.Equal(AttributeValue.List("a", "b").GetHashCode(), AttributeValue.List("a", "b").GetHashCode());
        Assert.True((AttributeValue)"1" != 1);
        Assert.True((AttributeValue)true != 1);
        Assert.True(AttributeValue.List("a") != "a");
        Assert.True(AttributeValue.List("a") != AttributeValue.List("a", "b"));
    }
}
