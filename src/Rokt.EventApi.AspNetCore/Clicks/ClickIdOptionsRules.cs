using Microsoft.Extensions.Options;

namespace Rokt.EventApi.AspNetCore.Clicks;

/// <summary>Checks the settings when the host starts.</summary>
internal sealed class ClickIdOptionsRules : IValidateOptions<RoktClickIdOptions>
{
    public ValidateOptionsResult Validate(string? name, RoktClickIdOptions options)
    {
        var failures = new List<string>();
        if (options.Cookie is null)
        {
            failures.Add("RoktClickIdOptions.Cookie is null: change the cookie that is there, or set one with a name.");
        }
        else
        {
            if (!IsToken(options.Cookie.Name))
            {
                failures.Add("RoktClickIdOptions.Cookie.Name must be letters, digits, '_', '-' or '.': set it to such a name, such as rokt_click_id.");
            }

            if (options.Cookie.MaxAge is { } age && (age < TimeSpan.FromMinutes(1) || age > TimeSpan.FromDays(400)))
            {
                failures.Add("RoktClickIdOptions.Cookie.MaxAge must be between a minute and 400 days, which is the longest that browsers keep a cookie.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsToken(string? name) =>
        !string.IsNullOrEmpty(name) && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
}
