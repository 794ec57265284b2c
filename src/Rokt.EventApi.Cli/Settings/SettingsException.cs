namespace Rokt.EventApi.Cli.Settings;

/// <summary>Settings are missing, wrong or readable by others; the message says how to fix it, without a credential.</summary>
internal sealed class SettingsException(string message) : Exception(message);
