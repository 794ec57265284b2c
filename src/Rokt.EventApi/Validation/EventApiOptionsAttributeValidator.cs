using Microsoft.Extensions.Options;

namespace Rokt.EventApi.Validation;

/// <summary>The rules that stand as attributes on the options.</summary>
[OptionsValidator]
internal sealed partial class EventApiOptionsAttributeValidator : IValidateOptions<EventApiOptions>;
