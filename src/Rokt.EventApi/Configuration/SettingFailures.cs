using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Configuration;

/// <summary>Collects what is wrong with the settings of an account; each failure names the account and the setting.</summary>
/// <param name="account">The account.</param>
/// <param name="unreadable">The settings whose values could not be read, with what is wrong: they are reported for that alone.</param>
internal sealed class SettingFailures(Account account, IReadOnlyDictionary<string, string> unreadable)
{
    private readonly ValidateOptionsResultBuilder _builder = new();

    public void Add(string setting, string failure)
    {
        if (!unreadable.ContainsKey(setting))
        {
            Append(setting, failure);
        }
    }

    public ValidateOptionsResult ToResult()
    {
        foreach (KeyValuePair<string, string> failure in unreadable)
        {
            Append(failure.Key, failure.Value);
        }

        return _builder.Build();
    }

    private void Append(string setting, string failure) => _builder.AddError($"{account.Prefix}{account.Setting(setting)} {failure}");
}
