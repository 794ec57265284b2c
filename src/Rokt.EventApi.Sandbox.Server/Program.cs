using System.CommandLine;
using Rokt.EventApi.Sandbox;
using Rokt.EventApi.Sandbox.Server;

var port = new Option<int>("--port") { Description = "The port on loopback; 0: any free one.", DefaultValueFactory = _ => 5270 };
var key = new Option<string>("--key") { Description = "The API key.", DefaultValueFactory = _ => new EventApiSandboxOptions().ApiKey };
var secret = new Option<string>("--secret") { Description = "The API secret.", DefaultValueFactory = _ => new EventApiSandboxOptions().ApiSecret };
var keep = new Option<int>("--keep") { Description = "How many requests are kept in memory.", DefaultValueFactory = _ => 1000 };
var throttle = new Option<double?>("--batches-per-second") { Description = "The rate above which the answer is 429. Default: no limit." };
var record = new Option<string?>("--record") { Description = "A file to append each request to, as a line of JSON with its body. Default: nothing is written to disk." };

port.Validators.Add(result => Check(result.GetValue(port) is >= 0 and <= 65535, "--port is 0 to 65535.", result.AddError));
keep.Validators.Add(result => Check(result.GetValue(keep) >= 1, "--keep is 1 or more.", result.AddError));
throttle.Validators.Add(result => Check(result.GetValue(throttle) is null or > 0, "--batches-per-second is above 0.", result.AddError));

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
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"The sandbox cannot start: {exception.Message} Choose another port with --port, or another file with --record.");
        return 1;
    }

    return 0;
});
return await command.Parse(args).InvokeAsync();

static void Check(bool isValid, string message, Action<string> addError)
{
    if (!isValid)
    {
        addError(message);
    }
}
