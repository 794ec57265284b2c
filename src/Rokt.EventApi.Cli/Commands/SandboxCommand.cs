using System.CommandLine;
using System.Net;
using Rokt.EventApi.Sandbox;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>The command line of <c>rokt sandbox</c>.</summary>
internal static class SandboxCommand
{
    public static Command Create()
    {
        var defaults = new EventApiSandboxOptions();
        var port = new Option<int>("--port") { HelpName = "PORT", Description = "The port; 0: any free one.", DefaultValueFactory = _ => 5270, CustomParser = argument => NumberArgument.Read(argument, 0, IPEndPoint.MaxPort, "--port is a number from 0 to 65535.") };
        var listen = new Option<IPAddress>("--listen")
        {
            HelpName = "ADDRESS",
            Description = "The IP address to listen on, such as 0.0.0.0 for all of this machine's. Beyond loopback, page and control API require a token.",
            CustomParser = argument =>
            {
                if (IPAddress.TryParse(argument.Tokens.Single().Value, out IPAddress? address))
                {
                    return address;
                }

                argument.AddError("--listen must be an IP address, such as 0.0.0.0 or ::.");
                return null;
            },
            DefaultValueFactory = _ => IPAddress.Loopback,
        };
        var token = new Option<string?>("--token") { HelpName = "TOKEN", Description = "The token that page and control API require. Default: none on loopback, else a random one." };
        var https = new Option<bool>("--https") { Description = "Listen with TLS and the development certificate (dotnet dev-certs https --trust)." };
        var strict = new Option<bool>("--strict") { Description = "Refuse what is against the guide, too." };
        var key = new Option<string>("--key") { HelpName = "KEY", Description = "The API key.", DefaultValueFactory = _ => defaults.ApiKey };
        var secret = new Option<string>("--secret") { HelpName = "SECRET", Description = "The API secret.", DefaultValueFactory = _ => defaults.ApiSecret };
        var keep = new Option<int>("--keep") { HelpName = "COUNT", Description = "How many requests are kept in memory.", DefaultValueFactory = _ => 1000, CustomParser = argument => NumberArgument.Read(argument, 1, int.MaxValue, "--keep is a number of 1 or more.") };
        var throttle = new Option<double?>("--batches-per-second") { HelpName = "RATE", Description = "The rate above which the response is 429. Default: no limit.", CustomParser = argument => NumberArgument.Read(argument, double.Epsilon, 1_000_000, "--batches-per-second is above 0 and at most 1000000.") };
        var record = new Option<string?>("--record") { HelpName = "FILE", Description = "A file to append each request to, as a line of JSON with its body. Default: nothing is written to disk." };

        var command = new Command("sandbox", "Runs a local Rokt Event API with a page that shows what arrives.") { port, listen, token, https, strict, key, secret, keep, throttle, record };
        command.SetAction((arguments, _) => SandboxRun.RunAsync(new EventApiSandboxOptions
        {
            Port = arguments.GetValue(port),
            ListenAddress = arguments.GetValue(listen)!,
            AccessToken = arguments.GetValue(token),
            UseHttps = arguments.GetValue(https),
            Strict = arguments.GetValue(strict),
            ApiKey = arguments.GetValue(key)!,
            ApiSecret = arguments.GetValue(secret)!,
            MaxRequestsKept = arguments.GetValue(keep),
            BatchesPerSecond = arguments.GetValue(throttle),
            RecordFile = arguments.GetValue(record),
        }));
        return command;
    }
}
