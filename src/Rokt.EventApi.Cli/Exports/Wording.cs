namespace Rokt.EventApi.Cli.Exports;

/// <summary>What to do about a file, in the words of whoever reads it: options of the command line, or members of the options in code.</summary>
internal sealed record Wording
{
    private Wording()
    {
    }

    public static Wording CommandLine { get; } = new();

    public static Wording Code { get; } = new()
    {
        EmailColumn = $"{nameof(ConversionFileOptions)}.{nameof(ConversionFileOptions.Columns)}[\"email\"]",
        Currency = $"set {nameof(ConversionFileOptions)}.{nameof(ConversionFileOptions.Currency)}",
        DateOrder = $"set {nameof(ConversionFileOptions)}.{nameof(ConversionFileOptions.DayFirst)}",
        TooOld = $"It happened more than 30 days ago, and the API accepts nothing older: leave it out, or set {nameof(ConversionFileOptions)}.{nameof(ConversionFileOptions.AllowOld)}.",
    };

    public string EmailColumn { get; private init; } = "--map email=\"COLUMN\"";

    public string Currency { get; private init; } = "add --currency USD, or whichever it is";

    public string DateOrder { get; private init; } = "add --date-order day-first or --date-order month-first";

    public string TooOld { get; private init; } = "It happened more than 30 days ago, and the API accepts nothing older: leave it out, or add --allow-old.";
}
