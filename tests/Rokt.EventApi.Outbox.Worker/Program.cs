// An application with outboxes, as a process of its own, so that it can be killed.
// Arguments, four for each outbox: the store ("File:<path>", or another of the kinds below with a connection string), the API's
// address, the batches per second ("none" for no limit), the maximum in flight ("default" for the outbox's own). Each line of its
// input is a number of conversions to enqueue in each, eight at a time, and a pause in milliseconds after each; it prints the
// outbox's number and the reference of each once it is stored, or was refused. The lines "pause" and "resume" do that to the
// delivery of all.
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Rokt.EventApi.Outbox;
using Rokt.EventApi.Outbox.Worker;

// SQLite's provider waits for its lock on the thread that calls it: the other outboxes must not wait as well.
ThreadPool.SetMinThreads(64, 64);
Application[] applications =
[
    .. args.Chunk(4).Select((arguments, number) => Application.Create(number, arguments[0], new Uri(arguments[1]), arguments[2], arguments[3])),
];
try
{
    await Task.WhenAll(applications.Select(application => application.Host.StartAsync()));
}
catch (OutboxException exception)
{
    Console.WriteLine($"refused at start: {exception.Message}");
    return 1;
}

Console.WriteLine("started");
_ = Task.Run(async () =>
{
    while (await Console.In.ReadLineAsync() is { } line)
    {
        switch (line)
        {
            case "pause":
                await Task.WhenAll(applications.Select(application => application.Management.PauseAsync()));
                break;
            case "resume":
                await Task.WhenAll(applications.Select(application => application.Management.ResumeAsync()));
                break;
            default:
                int[] numbers = [.. line.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
                await Task.WhenAll(applications.Select(application => application.EnqueueAsync(numbers[0], numbers[1])));
                break;
        }

        Console.WriteLine("done");
    }
});
await Task.WhenAll(applications.Select(application => application.Host.WaitForShutdownAsync()));
return 0;
