using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Outbox.Sqlite.Storage;

/// <summary>Every rule of the file's settings; each failure says how to fix it.</summary>
internal static class OutboxFileRules
{
    private const long MinBytes = 1024 * 1024;

    private static readonly TimeSpan MaxLockTimeout = TimeSpan.FromMinutes(10);

    /// <exception cref="OptionsValidationException">A rule is broken.</exception>
    public static void Validate(OutboxFileOptions file)
    {
        string[] failures =
        [
            .. string.IsNullOrWhiteSpace(file.Path) ? ["Path is empty: name the outbox's file."] : Array.Empty<string>(),
            .. file.MaxBytes < MinBytes ? [$"MaxBytes is {MinBytes} (1 MiB) or more."] : Array.Empty<string>(),
            .. file.LockTimeout < TimeSpan.Zero || file.LockTimeout > MaxLockTimeout ? ["LockTimeout is zero to 10 minutes."] : Array.Empty<string>(),
        ];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(nameof(OutboxFileOptions), typeof(OutboxFileOptions), failures);
        }
    }
}
