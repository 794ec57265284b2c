using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds the first thing that keeps a body from being well-formed JSON, and names its cause and its place.</summary>
internal static class JsonSyntax
{
    /// <summary>How deep objects and lists may be nested.</summary>
    public const int MaxDepth = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns what is wrong, or null.</summary>
    public static string? FirstProblem(ReadOnlySpan<byte> body) => Beginning(body) ?? Encoded(body) ?? Tokens(body);

    private static string? Beginning(ReadOnlySpan<byte> body) => body switch
    {
        [0xEF, 0xBB, 0xBF, ..] => $"The body begins with a byte order mark ({At(body, 0)}): JSON is sent without one.",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => $"The body begins with a byte order mark of UTF-16 ({At(body, 0)}): JSON is sent as UTF-8 without one.",
        _ when body.Trim(" \t\r\n"u8).IsEmpty => $"The body is empty ({At(body, body.Length)}).",
        _ => null,
    };

    private static string? Encoded(ReadOnlySpan<byte> body)
    {
        try
        {
            StrictUtf8.GetCharCount(body);
            return null;
        }
        catch (DecoderFallbackException exception)
        {
            return $"The body is not valid UTF-8 ({At(body, Math.Max(exception.Index, 0))}).";
        }
    }

    private static string? Tokens(ReadOnlySpan<byte> body)
    {
        // Deeper than allowed, so that the depth is reported and not just a failure.
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Allow, MaxDepth = MaxDepth + 2 });
        var names = new Stack<HashSet<string>?>();
        try
        {
            while (reader.Read())
            {
                if (Problem(ref reader, names) is { } problem)
                {
                    return $"{problem} ({At(body, (int)reader.TokenStartIndex)}).";
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            (int Line, int Position) place = ((int)exception.LineNumber! + 1, (int)exception.BytePositionInLine! + 1);
            string end = place == LineAndPosition(body, body.Length) ? ": it ends too early" : "";
            return $"The JSON is malformed{end} (line {place.Line}, position {place.Position}).";
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json throws on reading "\ud83d" as text.
            return $"A text holds half of a surrogate pair, as text cut in the middle of a character does ({At(body, (int)reader.TokenStartIndex)}).";
        }
    }

    private static string? Problem(ref Utf8JsonReader reader, Stack<HashSet<string>?> names)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Comment:
                return "The JSON has a comment: JSON has none";
            case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= MaxDepth:
                return $"The JSON is nested more than {MaxDepth} levels deep";
            case JsonTokenType.StartObject:
                names.Push([]);
                return null;
            case JsonTokenType.StartArray:
                names.Push(null);
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                names.Pop();
                return null;
            case JsonTokenType.PropertyName:
                return names.Peek()!.Add(reader.GetString()!) ? null : "An object has the same member twice";
            case JsonTokenType.String:
                reader.GetString();
                return null;
            default:
                return null;
        }
    }

    private static string At(ReadOnlySpan<byte> body, int offset)
    {
        (int line, int position) = LineAndPosition(body, offset);
        return $"line {line}, position {position}";
    }

    private static (int Line, int Position) LineAndPosition(ReadOnlySpan<byte> body, int offset)
    {
        ReadOnlySpan<byte> before = body[..offset];
        return (before.Count((byte)'\n') + 1, offset - before.LastIndexOf((byte)'\n'));
    }
}
