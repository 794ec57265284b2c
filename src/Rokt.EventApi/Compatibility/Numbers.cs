namespace Rokt.EventApi.Compatibility;

/// <summary>Arithmetic that .NET has.</summary>
internal static class Numbers
{
    extension(double)
    {
        public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
    }

    extension(Math)
    {
        public static double Clamp(double value, double least, double most) => Math.Max(least, Math.Min(value, most));
    }

    extension(TimeSpan)
    {
        public static double operator /(TimeSpan time, TimeSpan unit) => (double)time.Ticks / unit.Ticks;

        public static TimeSpan operator *(TimeSpan time, double factor) => TimeSpan.FromTicks((long)Math.Round(time.Ticks * factor));

        public static TimeSpan operator *(double factor, TimeSpan time) => time * factor;
    }
}
