using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rokt.EventApi.ResponseFuzz;

/// <summary>A response that a seed and a number make: its bytes on the wire, and what a client may make of it.</summary>
internal sealed class FuzzedResponse
{
    private static readonly int[] StatusCodes = [202, 202, 202, 200, 200, 201, 204, 206, 299, 301, 307, 400, 400, 401, 403, 404, 408, 413, 429, 429, 500, 503, 599, 600, 999];
    private static readonly string[] Numbers =
    [
        "0", "1", "5", "99.5", "100", "101", "-1", "+1", "1e6", "-1e308", "1e309", "NaN", "Infinity", "2147483647", "2147483648", "99999999999999999999999", "0x10", "", " ", "1,2", "½",
        "Thu, 01 Jan 2026 00:00:07 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "2026-01-01T00:00:00Z",
    ];

    private static readonly string[] Headers = ["Retry-After", "X-mp-rate-limit-percentage-used", "X-mp-rate-limit-exceeded", "Age", "Date", "Content-Type", "Content-Encoding", "Set-Cookie", "Location"];
    private static readonly string[] Bodies =
    [
        "", "", " ", "{}", "null", "\"\"", "\"OK\"", "OK", "[]", "true", "12", "{\"errors\":[]}", "{\"errors\":null}", "\uFEFF", "\uFEFF{}",
        "<!DOCTYPE html><html><body>Sign in</body></html>",
        "{\"errors\":[{\"code\":\"BAD_REQUEST\",\"message\":\"&lt;b&gt; &#128512; &#xD83D;\"}]}",
        "{\"errors\":[{\"code\":\"A\",\"message\":\"first\"},{\"code\":\"B\",\"mess",
        "{\"errors\":[{\"code\":\"\\uD83D\",\"message\":\"\\uD83D\\uDE00\"}]}",
        "{\"errors\":[[[[[[[[[[[[]]]]]]]]]]]],\"errors\":{\"errors\":[]}}",
        "\U0001F600\U0001F468\u200D\U0001F469\u200D\U0001F467e\u0301",
    ];

    private FuzzedResponse(int statusCode, byte[] bytes, bool isAcceptance, bool endsConnection, bool isReset) =>
        (StatusCode, Bytes, IsAcceptance, EndsConnection, IsReset) = (statusCode, bytes, isAcceptance, endsConnection, isReset);

    public int StatusCode { get; }

    public byte[] Bytes { get; }

    /// <summary>Whether it may count as the API's acceptance.</summary>
    public bool IsAcceptance { get; }

    public bool EndsConnection { get; }

    public bool IsReset { get; }

    public static FuzzedResponse Create(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        int statusCode = StatusCodes[random.Next(StatusCodes.Length)];
        byte[] body = Body(random);
        bool isChunked = random.Next(4) == 0;
        bool isUnframed = !isChunked && random.Next(10) == 0;
        var head = new StringBuilder();
        if (random.Next(30) == 0)
        {
            head.Append("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.{(random.Next(20) == 0 ? 0 : 1)} {statusCode} {(random.Next(5) == 0 ? "" : "Reason")}\r\n");
        for (int i = random.Next(5); i > 0; i--)
        {
            head.Append(Headers[random.Next(Headers.Length)]).Append(": ").Append(Numbers[random.Next(Numbers.Length)]).Append("\r\n");
        }

        if (random.Next(50) == 0)
        {
            head.Append("X-Long: ").Append('x', random.Next(40_000)).Append("\r\n");
        }

        head.Append(isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : isUnframed ? "Connection: close\r\n\r\n" : $"Content-Length: {body.Length}\r\n\r\n");
        byte[] bytes = [.. Encoding.UTF8.GetBytes(head.ToString()), .. isChunked ? Chunks(body, random) : body];

        // One in four is damaged on its way: bytes flipped, taken out or cut off.
        bool isDamaged = random.Next(4) == 0;
        int kept = isDamaged && random.Next(2) == 0 ? random.Next(bytes.Length + 1) : bytes.Length;
        if (isDamaged)
        {
            for (int i = random.Next(4); i > 0 && body.Length > 0; i--)
            {
                bytes[bytes.Length - 1 - random.Next(body.Length)] = (byte)random.Next(256);
            }
        }

        // What a damaged body is cannot be told from its plan; a 202 counts with any, and a 204 has none.
        bool isAcceptance = statusCode is 202 or 204 || (statusCode is >= 200 and < 300 && (isDamaged || IsEmptyOrJson(body)));
        return new FuzzedResponse(statusCode, bytes[..kept], isAcceptance, isUnframed || isDamaged, random.Next(3) == 0);
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619));

    private static byte[] Body(Random random)
    {
        var body = new StringBuilder();
        for (int i = random.Next(8) == 0 ? random.Next(2000) : 1; i > 0; i--)
        {
            body.Append(Bodies[random.Next(Bodies.Length)]);
        }

        byte[] bytes = Encoding.UTF8.GetBytes(body.ToString());
        if (random.Next(6) == 0)
        {
            random.NextBytes(bytes);
        }

        return bytes;
    }

    private static byte[] Chunks(byte[] body, Random random)
    {
        var chunks = new MemoryStream();
        for (int start = 0; start < body.Length;)
        {
            int length = Math.Min(body.Length - start, random.Next(1, 5000));
            chunks.Write(Encoding.ASCII.GetBytes($"{length:x}\r\n"));
            chunks.Write(body, start, length);
            chunks.Write("\r\n"u8);
            start += length;
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    // As another reader of JSON sees it; of a long body the client reads the beginning.
    private static bool IsEmptyOrJson(byte[] body)
    {
        const int MostRead = 16 * 1024;
        ReadOnlySpan<byte> text = body.AsSpan().StartsWith("\uFEFF"u8) ? body.AsSpan(3) : body;
        text = text.Trim(" \t\r\n"u8);
        if (text.IsEmpty || body.Length >= MostRead)
        {
            return text.IsEmpty || "{[\"-0123456789tfn"u8.Contains(text[0]);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text.ToArray());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
