using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Ours = Rokt.EventApi.Compatibility;

namespace Rokt.EventApi.Tests;

/// <summary>What stands in for .NET's own does as that does.</summary>
public sealed class CompatibilityTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(Gen.Char['\0', '\u0090'], Gen.Char['\uD700', '\uE0FF']), 0, 20];

    [Fact]
    public void Every_character_is_of_the_same_class()
    {
        for (int code = 0; code <= char.MaxValue; code++)
        {
            char character = (char)code;
            Assert.Equal(
                (char.IsAsciiDigit(character), char.IsAsciiLetter(character), char.IsAsciiLetterOrDigit(character), char.IsAsciiHexDigit(character)),
                (Ours.Characters.IsAsciiDigit(character), Ours.Characters.IsAsciiLetter(character), Ours.Characters.IsAsciiLetterOrDigit(character), Ours.Characters.IsAsciiHexDigit(character)));
        }
    }

    [Fact]
    public void Text_is_searched_the_same() => Text.Sample(text =>
    {
        Assert.Equal(Ascii.IsValid(text), Ours.Ascii.IsValid(text));
        Assert.Equal(text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'), Ours.Strings.IndexOfAnyInRange(text, '\uD800', '\uDFFF'));
        Assert.Equal(text.Contains('@', StringComparison.Ordinal), Ours.Strings.Contains(text, '@', StringComparison.Ordinal));
        Assert.Equal(text.IndexOf('@', StringComparison.Ordinal), Ours.Strings.IndexOf(text, '@', StringComparison.Ordinal));
    });

    [Fact]
    public void Bytes_are_hashed_the_same() => Gen.Byte.Array[0, 40].Sample(bytes =>
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), Ours.Hashing.ToHexString(Ours.Hashing.HashData(bytes))));

    [Fact]
    public void Bytes_are_written_the_same() => Gen.Byte.Array[0, 300].Array[0, 10].Sample(parts =>
    {
        var ours = new Ours.ArrayBufferWriter<byte>(16);
        ours.Write(new byte[5]);
        ours.Clear();
        var theirs = new ArrayBufferWriter<byte>(16);
        foreach (byte[] part in parts)
        {
            ours.Write(part);
            theirs.Write(part);
        }

        Assert.Equal(theirs.WrittenSpan, ours.WrittenSpan);
    });

    [Fact]
    public void Random_numbers_stay_random_when_many_threads_draw_them()
    {
        var drawn = new double[100_000];

        Parallel.For(0, drawn.Length, i => drawn[i] = Ours.Randomness.get_Shared().NextDouble());

        Assert.InRange(drawn.Average(), 0.45, 0.55);
        Assert.InRange(drawn.Distinct().Count(), 99_000, drawn.Length);
    }
}
