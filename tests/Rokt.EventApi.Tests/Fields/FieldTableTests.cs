using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rokt.EventApi.Fields;
using Rokt.EventApi.Tests.Validation;

namespace Rokt.EventApi.Tests.Fields;

/// <summary>What holds for every field of the table, whichever will be added.</summary>
public sealed partial class FieldTableTests
{
    private static readonly TextField[] TextFields = [.. ConversionFields.All.OfType<TextField>()];

    public static TheoryData<string> Texts => [.. TextFields.Select(text => text.Path)];

    public static TheoryData<string> PathsOfHashedTexts => [.. TextFields.Where(text => text.HashedAs is not null).Select(text => text.Path)];

    public static TheoryData<string> Paths => [.. ConversionFields.All.Select(text => text.Path)];

    [Fact]
    public void Each_field_has_a_path_and_a_place_of_its_own()
    {
        Assert.Equal(ConversionFields.All.Length, ConversionFields.All.Select(field => field.Path).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, ConversionFields.TextCount), TextFields.Select(field => field.Index).Order());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_cut_in_the_middle_of_a_character_is_refused(string path)
    {
        TextField field = Field(path);
        string sample = Samples.Get(field);

        Assert.Empty(Violations.Find(Samples.With(field, sample)));
        foreach (string cut in new[] { sample + "\uD83D", "\uDE00" + sample, sample[..1] + "\uDE00\uD83D" + sample[1..] })
        {
            Assert.Equal(path, Violations.Single(Samples.With(field, cut)).Path);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_control_character_is_refused_where_a_text_is_one_line(string path)
    {
        TextField field = Field(path);
        string sample = Samples.Get(field);

        foreach (char control in "\0\a\n\r\t\u001B\u007F\u0085\u009F")
        {
            Assert.Equal(
                field.Kind is PlainText { IsSingleLine: false } ? [] : [path],
                Violations.Find(Samples.With(field, sample[..1] + control + sample[1..])).Select(violation => violation.Path).Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_trimmed_and_one_of_white_space_counts_as_not_set(string path)
    {
        TextField field = Field(path);
        string sample = Samples.Get(field);

        Assert.Equal(sample, Samples.With(field, $" \t\u00A0{sample}\r\n\u3000").Build()[field]);
        Assert.Null(field.Kind.Normalize(" \t\r\n\u00A0\u3000"));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_stands_at_its_path_in_the_request_and_reads_back(string path)
    {
        TextField field = Field(path);
        string sample = Samples.Get(field);
        ConversionEvent conversion = Samples.With(field, sample).Build();

        using var body = JsonDocument.Parse(Serialization.Wire.Body(conversion));
        Assert.Equal(sample, At(body.RootElement, path).GetString());
        Assert.Equal(sample, ConversionEvent.FromJson(conversion.ToJson())[field]);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_field_is_set_in_the_event_of_everything_or_its_hash_is(string path)
    {
        Field field = ConversionFields.All.Single(field => field.Path == path);
        string[] hashedThere = ["user_attributes.firstname", "user_attributes.lastname", "user_attributes.mobilesha256", "user_attributes.billingzipsha256"];

        Assert.Equal(!hashedThere.Contains(path), field.IsSet(EventOfEverything.Event));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_field_that_is_cleared_is_not_set(string path)
    {
        Field field = ConversionFields.All.Single(field => field.Path == path);
        ConversionEvent conversion = EventOfEverything.Event.Copy();

        field.Clear(conversion);

        Assert.False(field.IsSet(conversion));
    }

    [Fact]
    public void Every_text_field_has_a_method_of_the_builder_and_a_property_of_the_event()
    {
        MethodInfo[] methods = [.. typeof(ConversionEventBuilder).GetMethods()
            .Where(method => method.GetParameters() is [{ } only] && new[] { typeof(string), typeof(Guid?) }.Contains(only.ParameterType))];

        foreach (TextField field in TextFields.Except([ConversionFields.Currency]))
        {
            object sample = field.Kind is DeviceId ? Guid.Parse(Samples.Get(field)) : Samples.Get(field);

            MethodInfo[] setters = [.. methods.Where(method => Sets(method, sample, field))];

            Assert.True(setters.Length is 1 or 2, $"{field.Path} is set by {setters.Length} methods.");
            Assert.Contains(typeof(ConversionEvent).GetProperties(), property => Equals(property.GetValue(Built(setters[0], sample)), sample));
        }
    }

    [Fact]
    public void Every_digest_is_that_of_one_value() =>
        Assert.Equal(
            TextFields.Where(field => field.Kind is Digest).Select(field => field.Path).Order(),
            TextFields.Select(field => field.HashedAs?.Path).OfType<string>().Order());

    [Theory]
    [MemberData(nameof(PathsOfHashedTexts))]
    public void A_digest_in_place_of_a_value_is_refused_and_the_method_for_it_is_named(string path)
    {
        TextField field = Field(path);
        foreach (string digest in new[] { Samples.Digest, Samples.Digest.ToUpperInvariant(), new string('a', 32), new string('0', 40) })
        {
            ConversionEventViolation violation = Violations.Single(Samples.With(field, digest));

            Assert.Equal(path, violation.Path);
            Assert.True(Sets(Assert.Single(MethodsIn(violation)), Samples.Digest, field.HashedAs!));
        }
    }

    [Theory]
    [MemberData(nameof(PathsOfHashedTexts))]
    public void A_value_in_place_of_its_digest_is_refused_and_the_methods_for_it_are_named(string path)
    {
        TextField field = Field(path);
        TextField digest = field.HashedAs!;
        string sample = Samples.Get(field);

        ConversionEventViolation violation = Violations.Single(Samples.With(digest, sample));

        Assert.Equal(digest.Path, violation.Path);
        Assert.Collection(
            MethodsIn(violation),
            plain => Assert.Equal(sample, Built(plain, sample)![field]),
            hashing => Assert.Equal(Digest.From(sample), Built(hashing, sample)![digest]));
    }

    private static MethodInfo[] MethodsIn(ConversionEventViolation violation) =>
        [.. MethodName().Matches(violation.Rule).Select(name => typeof(ConversionEventBuilder).GetMethod(name.Value, [typeof(string)])!)];

    private static TextField Field(string path) => TextFields.Single(field => field.Path == path);

    private static bool Sets(MethodInfo method, object sample, TextField field) =>
        method.GetParameters()[0].ParameterType.IsInstanceOfType(sample) && Built(method, sample)?[field] == sample.ToString();

    private static ConversionEvent? Built(MethodInfo method, object argument)
    {
        ConversionEventBuilder builder = ConversionEvent.CreateBuilder().WithEmail("jane@example.com");
        method.Invoke(builder, [argument]);
        try
        {
            return builder.Build();
        }
        catch (InvalidConversionEventException)
        {
            return null;
        }
    }

    private static JsonElement At(JsonElement root, string path) => path.Split('.').Aggregate(
        root, (element, name) => name == "events[0]" ? element.GetProperty("events")[0] : element.GetProperty(name));

    [GeneratedRegex(@"\bWith\w+")]
    private static partial Regex MethodName();
}
