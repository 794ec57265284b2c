using System.Globalization;
using System.Net;
using System.Text;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>Horizontal bars as SVG, with a line at what must be reached.</summary>
internal sealed class BarChart(string title, double? mark = null, string format = "0.00")
{
    private const int Left = 390;
    private const int BarWidth = 360;
    private const int RowHeight = 26;
    private const int Top = 48;

    private readonly List<(string Label, double Value, bool IsSdk)> _bars = [];

    public void Add(string label, double value, bool isSdk) =>
        _bars.Add((label.Replace("`", "", StringComparison.Ordinal), value, isSdk));

    public void Save(string path)
    {
        double most = Math.Max(_bars.Max(bar => bar.Value), mark ?? 0);
        int height = Top + (_bars.Count * RowHeight) + 12;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 {height}" width="820" height="{height}" role="img" font-family="system-ui, sans-serif" font-size="13">
              <title>{Text(title)}</title>
              <rect width="820" height="{height}" fill="#ffffff"/>
              <text x="16" y="28" font-size="15" font-weight="600" fill="#1f2328">{Text(title)}</text>

            """);
        for (int i = 0; i < _bars.Count; i++)
        {
            (string label, double value, bool isSdk) = _bars[i];
            int y = Top + (i * RowHeight);
            double width = value / most * BarWidth;
            svg.Append(CultureInfo.InvariantCulture, $"""
                  <text x="{Left - 10}" y="{y + 14}" text-anchor="end" fill="#1f2328">{Text(label)}</text>
                  <rect x="{Left}" y="{y}" width="{width:0.0}" height="18" fill="{(isSdk ? "#0b6e99" : "#a9b4be")}"/>
                  <text x="{Left + width + 6:0.0}" y="{y + 14}" fill="#1f2328">{value.ToString(format, CultureInfo.InvariantCulture)}</text>

                """);
        }

        if (mark is { } limit)
        {
            double x = Left + (limit / most * BarWidth);
            svg.Append(CultureInfo.InvariantCulture, $"""  <line x1="{x:0.0}" y1="{Top - 6}" x2="{x:0.0}" y2="{height - 8}" stroke="#c2410c" stroke-dasharray="4 3"/>""").Append('\n');
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
