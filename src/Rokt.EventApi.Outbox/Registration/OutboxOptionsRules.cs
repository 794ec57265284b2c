using Microsoft.Extensions.Options;
using Rokt.EventApi.Outbox.Diagnostics;

namespace Rokt.EventApi.Outbox.Registration;

/// <summary>Checks the options; each failure names the account, and says how to fix it.</summary>
internal sealed class OutboxOptionsRules : IValidateOptions<OutboxOptions>
{
    private const int MaxConcurrency = 256;
    private const int MinCustomerKeyBytes = 16;

    private static readonly TimeSpan LongestDeadLetterRetention = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, OutboxOptions options)
    {
        var failures = new ValidateOptionsResultBuilder();
        Require(options.Store is not null || options.Databases is not null, "There is no place to keep conversions: call UseDatabase, UseFile (package Rokt.EventApi.Outbox.Sqlite), or AddRoktEventApiOutbox<TContext> (package Rokt.EventApi.Outbox.EntityFrameworkCore).");
        Require(options.MaxConcurrency is >= 1 and <= MaxConcurrency, $"MaxConcurrency is {options.MaxConcurrency}: set it to a value from 1 to {MaxConcurrency}.");
        Require(options.MaxAge > TimeSpan.Zero && options.MaxAge <= EventApiLimits.EventAge, $"MaxAge is {options.MaxAge}: set it above zero and to at most 30 days, because the API takes nothing older.");
        Require(options.MaxFailures >= 1, $"MaxFailures is {options.MaxFailures}: set it to 1 or more.");
        Require(options.DeadLetterRetention >= TimeSpan.Zero && options.DeadLetterRetention <= LongestDeadLetterRetention, $"DeadLetterRetention is {options.DeadLetterRetention}: set it to at most 30 days, because conversions in dead letter hold personal data.");
        Require(options.CustomerKey is not { Length: < MinCustomerKeyBytes }, $"CustomerKey has {options.CustomerKey?.Length} bytes: set it to {MinCustomerKeyBytes} or more, from a random source.");
        Require(options.LedgerRetention is not { } ledger || (ledger > TimeSpan.Zero && ledger <= OutboxOptions.LongestLedgerRetention), $"LedgerRetention is {options.LedgerRetention}: set it above zero and to at most 3,650 days, or to null for no ledger.");
        Require(options.MaxBackoff >= TimeSpan.FromSeconds(1) && options.MaxBackoff <= TimeSpan.FromHours(1), $"MaxBackoff is {options.MaxBackoff}: set it to a value from 1 second to 1 hour.");
        return failures.Build();

        void Require(bool isKept, string rule)
        {
            if (!isKept)
            {
                failures.AddError(AccountName.In(name ?? "", $"Outbox: {rule}"));
            }
        }
    }
}
