using System.Text.Json;

namespace Rokt.EventApi.Cli.Settings;

/// <summary>Named accounts, in a file that its owner alone may read.</summary>
internal static class Profiles
{
    /// <summary>Gets where the profiles are.</summary>
    public static string FilePath => Path.Combine(
        System.Environment.GetFolderPath(System.Environment.SpecialFolder.ApplicationData, System.Environment.SpecialFolderOption.DoNotVerify), "rokt", "profiles.json");

    /// <summary>Reads the settings of a profile.</summary>
    /// <exception cref="SettingsException">There is no such profile, or others can read the file.</exception>
    public static Dictionary<string, string?> Read(string name)
    {
        string path = FilePath;
        if (!File.Exists(path))
        {
            throw new SettingsException($$$"""There are no profiles: create {{{path}}} with {"{{{name}}}": {"ApiKey": "…", "ApiSecret": "…", "Pod": "US1"}}, and make it yours alone with chmod 600.""");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new SettingsException($"Other users can read or write {path}, which holds secrets: run chmod 600 {path}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
            if (!document.RootElement.TryGetProperty(name, out JsonElement profile))
            {
                throw new SettingsException($"There is no profile \"{name}\" in {path}. There are: {string.Join(", ", document.RootElement.EnumerateObject().Select(member => member.Name))}.");
            }

            return profile.EnumerateObject().ToDictionary(member => $"Rokt:{member.Name}", member => (string?)member.Value.ToString());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new SettingsException($"{path} is no JSON of the form {{\"NAME\": {{\"ApiKey\": …}}}}.");
        }
    }
}
