using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Outbox.Diagnostics;

/// <summary>Names the account at the start of what the application reads, once. One without a name is the only one.</summary>
internal static class AccountName
{
    public static string In(string account, string message)
    {
        string prefix = $"Account \"{account}\": ";
        return account.Length == 0 || message.StartsWith(prefix, StringComparison.Ordinal) ? message : prefix + message;
    }

    public static OutboxException In(string account, OutboxException exception) => new(In(account, exception.Message), exception.InnerException);

    /// <summary>Sets something up; what it throws about the application's settings names the account.</summary>
    public static T In<T>(string account, Func<T> setUp)
    {
        try
        {
            return setUp();
        }
        catch (OptionsValidationException exception) when (account.Length > 0)
        {
            throw new OptionsValidationException(exception.OptionsName, exception.OptionsType, exception.Failures.Select(failure => In(account, failure)));
        }
        catch (InvalidOperationException exception) when (account.Length > 0)
        {
            throw new InvalidOperationException(In(account, exception.Message), exception.InnerException ?? exception);
        }
    }
}
