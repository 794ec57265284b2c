using Microsoft.Extensions.Logging;
using Rokt.EventApi.Configuration;
using Rokt.EventApi.Diagnostics;
using Rokt.EventApi.Transport;

namespace Rokt.EventApi.Sending;

/// <summary>
/// Decides whether a conversion is sent or stored at all, before anything else happens to it: whether the client is enabled,
/// what <see cref="EventApiOptions.BeforeSend"/> makes of it, and whether it may be sent to that address.
/// </summary>
internal sealed class ConversionFilter
{
    private static readonly SendResult NotSent = new(SendStatus.Accepted, attempts: 0);

    private readonly EventApiOptions _options;
    private readonly OutcomeRecorder? _outcomes;
    private readonly ILogger _logger;
    private readonly Account _account;
    private readonly bool _isInsecure;

    /// <param name="options">The settings of the client.</param>
    /// <param name="dependencies">Its account and its log.</param>
    /// <param name="outcomes">Records what is not sent; null when the client is disabled.</param>
    public ConversionFilter(EventApiOptions options, EventApiClientDependencies dependencies, OutcomeRecorder? outcomes)
    {
        _options = options;
        _outcomes = outcomes;
        _logger = dependencies.Logger;
        _account = dependencies.Account;
        _isInsecure = options.BaseAddress is { } address && EventsAddress.IsInsecure(address);
        if (!options.Enabled)
        {
            Log.Disabled(_logger, _account.DisplayName, _account.Setting("Enabled"));
        }
    }

    /// <summary>Returns the conversion to send or store; null when there is none, with the result of its send.</summary>
    public ConversionEvent? Apply(ConversionEvent conversion, out SendResult result)
    {
        result = NotSent;
        if (!_options.Enabled)
        {
            return null;
        }

        ConversionEvent? passed;
        try
        {
            passed = _options.BeforeSend is { } beforeSend ? beforeSend(conversion) : conversion;
            if (passed is not null)
            {
                ConversionEvent.ThrowIfNotBuilt(passed, nameof(EventApiOptions.BeforeSend));
            }
        }
        catch (Exception exception)
        {
            // Its message is the application's, and can hold anything.
            string type = exception.GetType().FullName ?? exception.GetType().Name;
            Log.BeforeSendFailed(_logger, _account.DisplayName, type);
            result = Refuse(SendStatus.Unavailable, ClientErrors.BeforeSendFailed(type));
            return null;
        }

        if (passed is null)
        {
            Log.Dropped(_logger, _account.DisplayName);
            result = Refuse(SendStatus.Rejected, ClientErrors.Dropped);
            return null;
        }

        if (_isInsecure && (passed.Environment ?? _options.Environment) == EventEnvironment.Production)
        {
            string setting = _account.Setting("BaseAddress");
            Log.InsecureHttp(_logger, _account.DisplayName, setting);
            result = Refuse(SendStatus.Rejected, ClientErrors.InsecureHttp(setting));
            return null;
        }

        return passed;
    }

    private SendResult Refuse(SendStatus status, EventApiError error)
    {
        _outcomes?.RecordRefusal(status, error.Code);
        return new SendResult(status) { Account = _account, Errors = [error] };
    }
}
