using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rokt.EventApi.Sandbox.Judging;

/// <summary>Finds identities and attributes that the API accepts, but that will match nobody.</summary>
internal static partial class IdentityAdviser
{
    public static void Advise(JsonElement root, Findings advice)
    {
        string? email = Text(root, "user_identities", "email");
        string? hashed = Text(root, "user_identities", "other");
        if (email is null && hashed is null)
        {
            advice.Add("user_identities", "The guide wants email or other; without them a conversion is hard to attribute.");
        }

        if (email is not null && Digest().IsMatch(email))
        {
            advice.Add("user_identities.email", "This is a hash: it belongs into other.");
        }
        else if (email?.Contains('@', StringComparison.Ordinal) == false)
        {
            advice.Add("user_identities.email", "This is no e-mail address.");
        }

        if (hashed?.Contains('@', StringComparison.Ordinal) == true)
        {
            advice.Add("user_identities.other", "This is an address: hash it, or send it as email.");
        }
        else if (hashed is not null && Digest().IsMatch(hashed) && hashed.Any(char.IsAsciiLetterUpper))
        {
            advice.Add("user_identities.other", "A hash is sent in lower case.");
        }

        AdviseOn(Mobile(), Text(root, "user_attributes", "mobile"), "user_attributes.mobile", "A phone number looks like 3053211654 or +1 (323) 867-5309.", advice);
        AdviseOn(Birthday(), Text(root, "user_attributes", "dob"), "user_attributes.dob", "A date of birth looks like 19991231.", advice);
        AdviseOn(Gender(), Text(root, "user_attributes", "gender"), "user_attributes.gender", "A gender is m or f.", advice);
    }

    private static void AdviseOn(Regex shape, string? text, string path, string message, Findings advice)
    {
        if (text is not null && !shape.IsMatch(text))
        {
            advice.Add(path, message);
        }
    }

    private static string? Text(JsonElement root, string parent, string name) =>
        root.TryGetProperty(parent, out JsonElement section)
        && section.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
        && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()
            : null;

    [GeneratedRegex("^[0-9a-fA-F]{64}$")]
    private static partial Regex Digest();

    [GeneratedRegex(@"^\P{L}*([0-9]\P{L}*){7}$")]
    private static partial Regex Mobile();

    [GeneratedRegex("^[12][0-9]{3}[01][0-9][0-3][0-9]$")]
    private static partial Regex Birthday();

    [GeneratedRegex("^[mf]$")]
    private static partial Regex Gender();
}
