using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Validation;

/// <summary>All rules of the options, for a client without a container.</summary>
internal static class OptionsRules
{
    public static void ThrowIfInvalid(EventApiOptions options)
    {
        string name = Options.DefaultName;
        IValidateOptions<EventApiOptions>[] validators = [new EventApiOptionsAttributeValidator(), new EventApiOptionsRules()];
        string[] failures = [.. validators.SelectMany(validator => validator.Validate(name, options).Failures ?? [])];
        if (failures.Length > 0)
        {
            throw new OptionsValidationException(name, typeof(EventApiOptions), failures);
        }
    }
}
