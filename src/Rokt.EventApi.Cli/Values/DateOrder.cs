namespace Rokt.EventApi.Cli.Values;

/// <summary>Which of two numbers is the day.</summary>
internal enum DateOrder
{
    /// <summary>The file does not show which.</summary>
    Unknown,

    /// <summary>31/12/2025.</summary>
    DayFirst,

    /// <summary>12/31/2025.</summary>
    MonthFirst,
}
