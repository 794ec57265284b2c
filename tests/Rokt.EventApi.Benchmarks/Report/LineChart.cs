using System.Globalization;
using System.Text;

namespace Rokt.EventApi.Benchmarks.Report;

/// <summary>One line from zero up, as SVG.</summary>
internal static class LineChart
{
    private const int Width = 820;
    private const int Height = 260;
    private const int Left = 70;
    private const int Bottom = 220;
    private const int PlotWidth = 700;
    private const int PlotHeight = 160;

    public static void Save(string path, string title, IReadOnlyList<(double X, double Y)> points)
    {
        double mostX = points.Max(point => point.X);
        double mostY = points.Max(point => point.Y) * 1.25;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" width="{Width}" height="{Height}" role="img" font-family="system-ui, sans-serif" font-size="13">
              <title>{title}</title>
              <rect width="{Width}" height="{Height}" fill="#ffffff"/>
              <text x="16" y="28" font-size="15" font-weight="600" fill="#1f2328">{title}</text>
              <line x1="{Left}" y1="{Bottom}" x2="{Left + PlotWidth}" y2="{Bottom}" stroke="#a9b4be"/>
              <polyline fill="none" stroke="#0b6e99" stroke-width="2" points="{string.Join(' ', points.Select(Place))}"/>

            """);
        foreach ((double x, double y) in points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                  <text x="{Left + (x / mostX * PlotWidth):0.0}" y="{Bottom + 18}" text-anchor="middle" fill="#1f2328">{x:N0}</text>
                  <text x="{Left + (x / mostX * PlotWidth):0.0}" y="{Bottom - (y / mostY * PlotHeight) - 8:0.0}" text-anchor="middle" fill="#1f2328">{y:0.00}</text>

                """);
        }

        File.WriteAllText(path, svg.Append("</svg>\n").ToString());

        string Place((double X, double Y) point) => string.Create(
            CultureInfo.InvariantCulture, $"{Left + (point.X / mostX * PlotWidth):0.0},{Bottom - (point.Y / mostY * PlotHeight):0.0}");
    }
}
