using System.Globalization;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Orders;
using Rokt.EventApi.Cli.Reports;
using Rokt.EventApi.Cli.Rows;
using Rokt.EventApi.Cli.Sending;
using Rokt.EventApi.Cli.Settings;
using Spectre.Console;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>Sends one file, with its journal and its rejects.</summary>
internal sealed class SendTask : IDisposable
{
    private readonly PlannedFile _planned;
    private readonly SendOptions _options;
    private readonly SendJournal _journal;
    private readonly string _journalPath;
    private readonly string _rejectsPath;
    private readonly long _acceptedBefore;
    private readonly SendProgress _progress;
    private SendStop _stop;
    private bool _hasRejects;
    private bool _isStarted;

    private SendTask(PlannedFile planned, SendOptions options, SendJournal journal, string journalPath, string rejectsPath)
    {
        _planned = planned;
        _options = options;
        _journal = journal;
        _journalPath = journalPath;
        _rejectsPath = rejectsPath;
        _acceptedBefore = journal.Count(RowState.Accepted);
        _progress = new SendProgress { Total = Math.Max(0, planned.Summary.Conversions + planned.Summary.Rejected - _acceptedBefore - journal.Count(RowState.Rejected)) };
    }

    /// <summary>Gets how many conversions are still to be sent.</summary>
    public long Left
    {
        get
        {
            // What the server rejected is done as well.
            long rejectedByServer = Math.Max(0, _journal.Count(RowState.Rejected) - _planned.Summary.Rejected);
            return Math.Clamp(_planned.Summary.Conversions - _acceptedBefore - rejectedByServer, 0, _journal.Count(RowState.Pending));
        }
    }

    public static SendTask Open(PlannedFile planned, SendOptions options, AccountSettings account)
    {
        ColumnMap map = planned.File.Map;
        string environment = options.Environment.ToString()!.ToLowerInvariant();
        string hash = planned.File.Input.ComputeHash();

        // Its rows were counted before; with several files, some time ago.
        if (planned.File.Input.HasChanged)
        {
            throw new UnreadableFileException($"{planned.File.Input.Name} was changed after it was read, so nothing of it was sent: run the same command when it is complete.");
        }

        // What comes over standard input is another file each time, under the same name.
        const int Shown = 8;
        string name = planned.File.Input.IsStandardInput ? $"{planned.File.Input.Name}-{hash[..Shown].ToLowerInvariant()}" : planned.File.Input.Name;
        string path = options.Journal ?? SendJournal.DefaultPath(name, options.Environment!.Value);
        string groupedBy = map.IsGrouped ? string.Join('+', map.Columns(Field.OrderKey).Select(column => map.Header[column])) : "";
        SendJournal journal = SendJournal.Open(path, new JournalHeader(hash, planned.Summary.Rows, environment, account.Digest, groupedBy));
        return new SendTask(planned, options, journal, path, options.Rejects ?? RejectsFile.DefaultPath(name));
    }

    public async Task<int> RunAsync(
        IEventApiClient client, IAnsiConsole console, ReadingOptions reading, double rate, Interruption interruption, TimeProvider clock)
    {
        string name = _planned.File.Input.Name;
        _isStarted = true;
        if (_journal.IsResumed && _journal.IsComplete)
        {
            console.WriteLine($"{name} was sent already ({SummaryText.Count(_acceptedBefore, "conversion")} accepted, {_journal.Count(RowState.Rejected):N0} rejected; {_journalPath}). Nothing was sent.");
            _hasRejects = File.Exists(_rejectsPath);
            return _journal.Count(RowState.Rejected) > 0 ? ExitCode.SomeRejected : ExitCode.Success;
        }

        if (_journal.IsResumed)
        {
            console.WriteLine($"{name} is continued: {SummaryText.Count(_acceptedBefore, "conversion")} accepted before.");
        }

        using RejectsFile rejects = await RejectsFile.OpenAsync(_rejectsPath, _planned.File, _journal).ConfigureAwait(false);
        using var sender = new FileSender(_planned.File, client, _journal, rejects, _progress);
        var display = new ProgressDisplay(console, _options.Json, name, _progress, clock);
        await display.ShowAsync(sender.SendAsync(reading, Concurrency(rate), interruption.Interrupted, interruption.Aborted)).ConfigureAwait(false);
        _stop = sender.Stop;
        _hasRejects = rejects.Exists;
        return Finish(console, sender, name);
    }

    public FileReport Report(double rate) => _planned.Report(
        rate,
        new SentReport(_progress.Accepted, _progress.Rejected, _progress.Retried, _acceptedBefore, _journal.Count(RowState.Pending))
        {
            Journal = _journalPath,
            RejectsFile = _hasRejects ? _rejectsPath : null,
            Stopped = _stop == SendStop.None ? null : char.ToLowerInvariant(_stop.ToString()[0]) + _stop.ToString()[1..],
        },
        null);

    public void Dispose()
    {
        if (!_isStarted)
        {
            _journal.DeleteUnused();
        }

        _journal.Dispose();
    }

    // As many as the rate needs when each takes two seconds; what is beyond waits for its permit.
    private static int Concurrency(double rate) => (int)Math.Clamp(2 * rate, 16, 2048);

    private static string Describe(SendResult? result) =>
        string.Join(", ", new[] { ((int?)result?.StatusCode)?.ToString(CultureInfo.InvariantCulture) }.Concat(result?.Errors.Select(error => error.ToString()) ?? []).Where(text => text is not null));

    private int Finish(IAnsiConsole console, FileSender sender, string name)
    {
        console.WriteLine($"{name}: {_progress.Accepted:N0} accepted, {_progress.Rejected:N0} rejected, {_progress.Retried:N0} retried.");
        if (_hasRejects)
        {
            console.WriteLine($"Rejected rows are in {_rejectsPath}, with what is wrong. Correct them there, and send that file.");
        }

        string rows = $"{SummaryText.Count(_journal.Count(RowState.Pending), "row")} left";
        string left = $"{rows}: the same command continues.";
        switch (_stop)
        {
            case SendStop.None:
                return _journal.Count(RowState.Rejected) > 0 ? ExitCode.SomeRejected : ExitCode.Success;
            case SendStop.Interrupted:
                console.WriteLine($"Interrupted. {left}");
                return ExitCode.Interrupted;
            case SendStop.DiskFailed:
                console.WriteLine($"The disk failed: {sender.Problem} What was accepted after that is not in {_journalPath} and will be sent again. {left}");
                return ExitCode.Unavailable;
            case SendStop.FileChanged when _journal.IsComplete:
                console.WriteLine($"{name} was changed after all of its rows were sent. Send new rows in another file.");
                return ExitCode.Usage;
            case SendStop.FileChanged:
                console.WriteLine($"{name} was changed while it was sent, so sending ended, {rows}. What was accepted is in {_journalPath}: put the file back as it was, and the same command continues.");
                return ExitCode.Usage;
            case SendStop.Unreadable:
                console.WriteLine($"{sender.Problem} Sending ended, {rows}. What was accepted is in {_journalPath}.");
                return ExitCode.Usage;
            case SendStop.Refused:
                console.WriteLine($"The API refuses the account ({(int?)sender.LastResult?.StatusCode}): check key, secret, pod and address, or run rokt check. {left}");
                return ExitCode.Usage;
            default:
                string wait = sender.LastResult?.RetryAfter is { } time ? $" Try again in {SummaryText.Duration(time)}." : "";
                console.WriteLine($"The API is unavailable ({Describe(sender.LastResult)}).{wait} {left}");
                return ExitCode.Unavailable;
        }
    }
}
