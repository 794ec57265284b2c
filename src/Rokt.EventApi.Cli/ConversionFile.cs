using System.Runtime.CompilerServices;
using Rokt.EventApi.Cli.Orders;

namespace Rokt.EventApi.Cli;

/// <summary>Reads the conversions of a file as <c>rokt send</c> does, for programs that send them in their own way.</summary>
public static class ConversionFile
{
    /// <summary>
    /// Reads a file of orders: CSV, TSV, NDJSON or <c>.xlsx</c>, each also gzipped. The columns are recognized, rows of the same order
    /// become one conversion, and every rule is checked; nothing is sent.
    /// </summary>
    /// <param name="path">The file. It is read twice: once for what holds for all of it, such as whether the day or the month comes first.</param>
    /// <param name="options">What is known of the file. Default: nothing.</param>
    /// <param name="cancellationToken">A token to cancel the reading.</param>
    /// <returns>Each order of the file, in its order; memory stays flat whatever the size of the file.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException">The options name a column, a field or a time zone that does not exist.</exception>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="FormatException">
    /// The file cannot be read, has no column of e-mail addresses, or leaves open what its dates or amounts mean; the message says what to do.
    /// </exception>
    /// <example>
    /// <code>
    /// await foreach (FileConversion read in ConversionFile.ReadAsync("orders.csv", cancellationToken: cancellationToken))
    /// {
    ///     if (read.Conversion is { } conversion)
    ///     {
    ///         await outbox.EnqueueAsync(conversion, cancellationToken);
    ///     }
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<FileConversion> ReadAsync(string path, ConversionFileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadOrdersAsync(path, options ?? new ConversionFileOptions(), cancellationToken);
    }

    private static async IAsyncEnumerable<FileConversion> ReadOrdersAsync(string path, ConversionFileOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Path.Exists(path))
        {
            throw new FileNotFoundException($"{path} does not exist.", path);
        }

        using OrderFile file = await OrderFile.OpenAsync(path, options.ToMapping(), cancellationToken).ConfigureAwait(false);
        if (file.FindObstacle() is { } obstacle)
        {
            throw new FormatException(obstacle);
        }

        await foreach (FileOrder order in file.ReadAsync(options.ToReading(TimeProvider.System), cancellationToken).ConfigureAwait(false))
        {
            yield return new FileConversion(order.Row, order.Conversion)
            {
                IsSkipped = order.IsSkipped,
                Violations = [.. order.Violations.Select(violation => new ConversionEventViolation(violation.Path, violation.Rule))],
                Dropped = [.. order.Dropped.Select(violation => new ConversionEventViolation(violation.Path, violation.Rule))],
            };
        }
    }
}
