using System.CommandLine;
using Rokt.EventApi.Cli.Exports;
using Rokt.EventApi.Cli.Values;

namespace Rokt.EventApi.Cli.Commands;

/// <summary>The command line of <c>rokt send</c>.</summary>
internal static class SendCommand
{
    // Those of the SDK.
    private const double LowestRate = 0.001;
    private const double HighestRate = 1_000_000;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV, TSV, NDJSON or .xlsx, each also as .gz; several, with * and ?; - for standard input.", Arity = ArgumentArity.OneOrMore };
        var environment = new Option<EventEnvironment?>("--environment", "-e") { HelpName = "development|production", Description = "development or production. Required, unless it is a dry run." };
        var dryRun = new Option<bool>("--dry-run", "-n") { Description = "Checks every row and sends nothing." };
        var map = new Option<string[]>("--map", "-m") { HelpName = "FIELD=COLUMN", Description = "FIELD=COLUMN: the column of a field, such as email=\"Customer E-mail\"." };
        var set = new Option<string[]>("--set") { HelpName = "FIELD=VALUE", Description = "FIELD=VALUE: the same value for every conversion, such as conversiontype=purchase." };
        var mapFile = new Option<string?>("--map-file") { HelpName = "FILE", Description = "Reads the mapping from a file: --map, --set, and --confirmation-ref-from to --hash-emails." };
        var saveMap = new Option<string?>("--save-map") { HelpName = "FILE", Description = "Writes the mapping to a file, for --map-file." };
        var confirmationRef = new Option<string?>("--confirmation-ref-from") { HelpName = "COLUMN", Description = "The column of the confirmation reference, by which Rokt deduplicates." };
        var currency = new Option<string?>("--currency") { HelpName = "CODE", Description = "The currency of amounts without one, such as USD." };
        var timeZone = new Option<string?>("--time-zone") { HelpName = "ZONE", Description = "The time zone of times without one, such as Europe/Berlin. Default: UTC." };
        var dateOrder = new Option<string?>("--date-order") { HelpName = "ORDER", Description = "day-first or month-first. Default: found out." };
        var decimalComma = new Option<bool?>("--decimal-comma") { Description = "Whether a comma separates decimals. Default: found out." };
        var groupBy = new Option<string?>("--group-by") { HelpName = "COLUMN", Description = "The column whose equal values make one order; none: one conversion per row. Default: known for known exports." };
        var hashEmails = new Option<bool>("--hash-emails") { Description = "Sends only the SHA-256 of e-mail addresses." };
        var skipUnpaid = new Option<bool>("--skip-unpaid") { Description = "Skips orders that are not paid yet." };
        var allowOld = new Option<bool>("--allow-old") { Description = "Sends orders older than 30 days." };
        var maxInvalid = new Option<double>("--max-invalid") { HelpName = "PERCENT", Description = "Stops before sending if more than this percentage of the first 1,000 rows is invalid.", DefaultValueFactory = _ => 10, CustomParser = argument => NumberArgument.Read(argument, 0.0, 100, "--max-invalid is a percentage from 0 to 100.") };
        var rate = new Option<double?>("--rate") { HelpName = "PER-SECOND", Description = "The most conversions per second. Default: the account's limit, 270.", CustomParser = argument => NumberArgument.Read(argument, LowestRate, HighestRate, "--rate is a number from 0.001 to 1000000.") };
        var journal = new Option<string?>("--journal") { HelpName = "FILE", Description = "Where to keep what was sent. Default: FILE.ENVIRONMENT.journal." };
        var rejects = new Option<string?>("--rejects") { HelpName = "FILE", Description = "Where to write rejected rows. Default: FILE.rejects.csv." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Sends to production without asking." };
        var json = new Option<bool>("--json") { Description = "Writes the result as JSON to standard output, and progress as lines of JSON to standard error." };
        Option<string?> settings = AccountOptions.Settings();
        Option<string?> profile = AccountOptions.Profile();
        environment.AcceptOnlyFromAmong("development", "production", "Development", "Production");
        CheckOneOf(dateOrder, "day-first", "month-first");

        var command = new Command("send", "Sends the conversions of files.")
        {
            files, environment, dryRun, map, set, mapFile, saveMap, confirmationRef, currency, timeZone, dateOrder, decimalComma, groupBy,
            hashEmails, skipUnpaid, allowOld, maxInvalid, rate, journal, rejects, settings, profile, yes, json,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(dryRun) && result.GetResult(environment) is null)
            {
                result.AddError("--environment is required: development for tests, production for live data.");
            }
        });
        command.SetAction((arguments, _) =>
        {
            string? mappingFile = arguments.GetValue(mapFile);
            return Guard.RunAsync(arguments.GetValue(json), async () =>
            {
                MappingOptions mapping = mappingFile is null ? new MappingOptions() : MapFile.Read(mappingFile);
                AddPairs(mapping.Columns, "--map", arguments.GetValue(map));
                AddPairs(mapping.Values, "--set", arguments.GetValue(set));
                if (arguments.GetValue(confirmationRef) is { } column)
                {
                    mapping.Columns["confirmationref"] = column;
                }

                mapping.Currency = arguments.GetValue(currency) ?? mapping.Currency;
                mapping.TimeZone = arguments.GetValue(timeZone) ?? mapping.TimeZone;
                mapping.GroupBy = arguments.GetValue(groupBy) ?? mapping.GroupBy;
                mapping.DecimalComma = arguments.GetValue(decimalComma) ?? mapping.DecimalComma;
                mapping.HashEmails |= arguments.GetValue(hashEmails);
                mapping.DateOrder = arguments.GetValue(dateOrder) switch
                {
                    "day-first" => DateOrder.DayFirst,
                    "month-first" => DateOrder.MonthFirst,
                    _ => mapping.DateOrder,
                };
                var options = new SendOptions
                {
                    Files = InputFiles.Expand(arguments.GetValue(files)!),
                    Mapping = mapping,
                    Environment = arguments.GetValue(environment),
                    DryRun = arguments.GetValue(dryRun),
                    Yes = arguments.GetValue(yes),
                    Json = arguments.GetValue(json),
                    AllowOld = arguments.GetValue(allowOld),
                    SkipUnpaid = arguments.GetValue(skipUnpaid),
                    MaxInvalid = arguments.GetValue(maxInvalid),
                    Rate = arguments.GetValue(rate),
                    Journal = arguments.GetValue(journal),
                    Rejects = arguments.GetValue(rejects),
                    SaveMap = arguments.GetValue(saveMap),
                    Settings = arguments.GetValue(settings),
                    Profile = arguments.GetValue(profile),
                };
                InputFiles.Protect(options, mappingFile);
                return await SendRun.RunAsync(options).ConfigureAwait(false);
            });
        });
        return command;
    }

    private static void CheckOneOf(Option<string?> option, params string[] values) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } value && !values.Contains(value))
        {
            result.AddError($"{option.Name} is {string.Join(" or ", values)}.");
        }
    });

    private static void AddPairs(Dictionary<string, string> pairs, string option, string[]? texts)
    {
        foreach (string text in texts ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new MappingException($"{option} {text}: write it as FIELD=…, such as {(option == "--map" ? "email=\"Customer E-mail\"" : "conversiontype=purchase")}.");
            }

            pairs[text[..equals].Trim()] = text[(equals + 1)..];
        }
    }
}
