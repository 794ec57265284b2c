using System.Globalization;
using System.Text;

namespace Rokt.EventApi.SharedLimit.Simulation;

/// <summary>Draws what the server accepts from idle, one line a number of instances, as SVG.</summary>
internal static class Chart
{
    private const int Seconds = 40;
    private const int Width = 720;
    private const int Height = 300;
    private const int Left = 50;
    private const int Bottom = 40;
    private const int Most = 300;

    private static readonly string[] Colors = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd"];

    public static string Draw(Report report)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        foreach (int value in (int[])[0, 90, 180, 270])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" y1=\"{Y(value)}\" x2=\"{Width - 10}\" y2=\"{Y(value)}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{Y(value) + 4}\" text-anchor=\"end\">{value}</text>\n");
        }

        foreach (int second in (int[])[0, 10, 20, 30, 40])
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(second)}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{second} s</text>\n");
        }

        foreach ((int index, int instances) in Scenarios.Instances.Index())
        {
            string points = string.Join(' ', report.Ramp(instances).Take(Seconds).Select((count, second) => $"{X(second + 1)},{Y(count)}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{Colors[index]}\" stroke-width=\"1.5\" points=\"{X(0)},{Y(0)} {points}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + 250 + (80 * index)}\" y=\"{Y(30)}\" fill=\"{Colors[index]}\">N = {instances}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static int X(int second) => Left + (second * (Width - Left - 10) / Seconds);

    private static int Y(int value) => Height - Bottom - (value * (Height - Bottom - 10) / Most);
}
