using System.Net;
using System.Text.Json;

namespace Rokt.EventApi.Transport;

/// <summary>A body read as the API's document of errors: <c>{"errors":[{"code":"…","message":"…"}]}</c>.</summary>
internal sealed class ErrorDocument
{
    private readonly List<EventApiError> _errors = [];

    /// <summary>The errors in it, those before the place where it breaks off included.</summary>
    public IReadOnlyList<EventApiError> Errors => _errors;

    /// <summary>Whether it says that there are none: null, an empty text or object, or an empty list of errors.</summary>
    public bool MeansNoErrors { get; private set; }

    public bool BeginsAsJson { get; private set; }

    public bool IsJson { get; private set; }

    public static ErrorDocument Read(ReadOnlySpan<byte> utf8)
    {
        var document = new ErrorDocument();
        var reader = new Utf8JsonReader(utf8);
        try
        {
            document.BeginsAsJson = reader.Read();
            document.ReadRoot(ref reader);

            // Throws when more than white space follows.
            document.IsJson = !reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Broken off, or no JSON; what was read before stays.
            document.MeansNoErrors = false;
        }

        return document;
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                MeansNoErrors = true;
                break;
            case JsonTokenType.String:
                MeansNoErrors = string.IsNullOrWhiteSpace(reader.GetString());
                break;
            case JsonTokenType.StartObject:
                ReadMembers(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader)
    {
        bool isEmpty = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            bool isErrors = reader.ValueTextEquals("errors"u8);
            reader.Read();
            if (isErrors && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadErrors(ref reader);
            }
            else
            {
                MeansNoErrors |= isErrors && reader.TokenType == JsonTokenType.Null;
                reader.Skip();
            }
        }

        MeansNoErrors |= isEmpty;
    }

    private void ReadErrors(ref Utf8JsonReader reader)
    {
        MeansNoErrors = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            MeansNoErrors = false;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadError(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadError(ref Utf8JsonReader reader)
    {
        string? code = null;
        string? message = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isCode = reader.ValueTextEquals("code"u8);
            bool isMessage = reader.ValueTextEquals("message"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                code = isCode ? reader.GetString() : code;
                message = isMessage ? reader.GetString() : message;
            }

            reader.Skip();
        }

        if ((code ?? message) is not null)
        {
            _errors.Add(new EventApiError(code ?? "", WebUtility.HtmlDecode(message ?? "")) { IsFromServer = true });
        }
    }
}
