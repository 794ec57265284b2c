using System.CommandLine;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.Server;

var port = new Option<int>("--port") { Description = "The port on loopback; 0: any free one.", DefaultValueFactory = _ => 5270 };
var key = new Option<string>("--key") { Description = "The API key.", DefaultValueFactory = _ => new EventApiSandboxOptions().ApiKey };
var secret = new Option<string>("--secret") { Description = "The API secret.", DefaultValueFactory = _ => new EventApiSandboxOptions().ApiSecret };
var keep = new Option<int>("--keep") { Description = "How many requests are kept in memory.", DefaultValueFactory = _ => 1000 };
var throttle = new Option<double?>("--batches-per-second") { Description = "The rate above which the answer is 429. Default: no limit." };
var record = new Option<string?>("--record") { Description = "A file to append each request to, as a line of JSON with its body. Default: nothing is written to disk." };

var command = new RootCommand("A local Rokt Event API with a page that shows what arrives.") { port, key, secret, keep, throttle, record };
command.SetAction(async (arguments, cancellationToken) =>
{
    var options = new EventApiSandboxOptions
    {
        Port = arguments.GetValue(port),
        ApiKey = arguments.GetValue(key)!,
        ApiSecret = arguments.GetValue(secret)!,
        MaxRequestsKept = arguments.GetValue(keep),
        BatchesPerSecond = arguments.GetValue(throttle),
        RecordFile = arguments.GetValue(record),
    };

    try
    {
        await using EventApiSandbox sandbox = await EventApiSandbox.StartAsync(options, cancellationToken);
        Console.WriteLine(Welcome.Text(sandbox));
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
    catch (OperationCanceledException)
    {
        // Ctrl+C, or a polite kill: what it is ended with.
    }
    catch (ArgumentException exception)
    {
        Console.Error.WriteLine($"The sandbox cannot start: {exception.Message}");
        return 1;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"The sandbox cannot start: {exception.Message} Choose another port with --port, or another file with --record.");
        return 1;
    }

    return 0;
});
return await command.Parse(args).InvokeAsync();
