namespace Rokt.EventApi.Configuration;

/// <summary>Identifies a registered account in messages, and names its settings as they stand in its configuration.</summary>
/// <param name="name">The name of the registration; empty when it has none.</param>
/// <param name="section">The path of its configuration section, such as <c>Rokt:Shoes</c>; null when it is configured in code.</param>
internal sealed class Account(string name, string? section = null)
{
    /// <summary>The account of a client that is created without a container.</summary>
    public static readonly Account Unnamed = new("");

    public string Name => name;

    /// <summary>The name in log lines.</summary>
    public string DisplayName => name.Length == 0 ? "(default)" : name;

    /// <summary>Starts a message about the account: <c>Account "shoes": </c>, or nothing for one without a name.</summary>
    public string Prefix => name.Length == 0 ? "" : $"Account \"{name}\": ";

    /// <summary>What to do when the credentials are refused.</summary>
    public string CredentialsAdvice => $"check {Setting("ApiKey")}, {Setting("ApiSecret")} and {Setting("Pod")}";

    /// <summary>Returns the full key of a setting, such as <c>Rokt:Shoes:Retry:MaxDelay</c>, or its path in code, <c>Retry.MaxDelay</c>.</summary>
    public string Setting(string path) => section is null ? path : $"{section}:{path.Replace('.', ':')}";
}
