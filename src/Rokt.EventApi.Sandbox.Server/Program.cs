using System.CommandLine;
using System.Net;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.Server;

var port = new Option<int>("--port") { Description = "The port; 0: any free one.", DefaultValueFactory = _ => 5270 };
var listen = new Option<IPAddress>("--listen")
{
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
var token = new Option<string?>("--token") { Description = "The token that page and control API require. Default: none on loopback, else a random one." };
var https = new Option<bool>("--https") { Description = "Listen with TLS and the development certificate (dotnet dev-certs https --trust)." };
var strict = new Option<bool>("--strict") { Description = "Refuse what is against the guide, too." };
var key = new Option<string>("--key") { Description = "The API key.", DefaultValueFactory = _ => new EventApiSandboxOptions().ApiKey };
var secret = new Option<string>("--secret") { Description = "The API secret.", DefaultValueFactory = _ => new EventApiSandboxOptions().ApiSecret };
var keep = new Option<int>("--keep") { Description = "How many requests are kept in memory.", DefaultValueFactory = _ => 1000 };
var throttle = new Option<double?>("--batches-per-second") { Description = "The rate above which the response is 429. Default: no limit." };
var record = new Option<string?>("--record") { Description = "A file to append each request to, as a line of JSON with its body. Default: nothing is written to disk." };

var command = new RootCommand("A local Rokt Event API with a page that shows what arrives.") { port, listen, token, https, strict, key, secret, keep, throttle, record };
command.SetAction(async (arguments, cancellationToken) =>
{
    var options = new EventApiSandboxOptions
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
    };

    EventApiSandbox? sandbox = null;
    try
    {
        sandbox = await EventApiSandbox.StartAsync(options, cancellationToken);
        Console.WriteLine(Welcome.Text(sandbox));
        if (!IPAddress.IsLoopback(options.ListenAddress))
        {
            Console.Error.WriteLine("Warning: it listens beyond this machine. Whoever has the token sees what is sent to it; send no real customer's data.");
        }

        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
    catch (OperationCanceledException)
    {
        // Ctrl+C, or SIGTERM: how it is ended.
    }
    catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
    {
        Console.Error.WriteLine($"The sandbox cannot start: {exception.Message}");
        return 1;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"The sandbox cannot start: {exception.Message} Choose another port with --port, another address with --listen, or another file with --record.");
        return 1;
    }

    if (sandbox is not null)
    {
        await sandbox.DisposeAsync();
        if (sandbox.RecordProblem is { } problem)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }
    }

    return 0;
});
return await command.Parse(args).InvokeAsync();
