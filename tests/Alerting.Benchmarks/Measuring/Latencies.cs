using System.Diagnostics;
using System.Globalization;
using HdrHistogram;

namespace Alerting.Benchmarks;

/// <summary>Times, kept to three digits up to two minutes. Safe for concurrent use.</summary>
internal sealed class Latencies
{
    private static readonly long s_most = 120 * Stopwatch.Frequency;
    private static readonly double s_ticksPerMillisecond = Stopwatch.Frequency / 1_000.0;

    private readonly LongConcurrentHistogram _histogram = new(1, s_most, 3);

    public long Count => _histogram.TotalCount;

    /// <param name="from">Timestamp of the instant at which it was meant to begin.</param>
    /// <param name="to">Timestamp of the instant at which it was done.</param>
    public void Record(long from, long to) => _histogram.RecordValue(Math.Clamp(to - from, 1, s_most));

    /// <summary>Adds all of another measurement.</summary>
    public void Add(Latencies other) => _histogram.Add(other._histogram);

    /// <summary>In milliseconds.</summary>
    /// <param name="percentile">0..100.</param>
    public double At(double percentile) => _histogram.GetValueAtPercentile(percentile) / s_ticksPerMillisecond;

    public string[] Cells() => [.. new[] { 50, 90, 99, 99.9, 100 }.Select(p => Table.Milliseconds(At(p)))];

    public static string[] Columns { get; } = ["p50", "p90", "p99", "p99.9", "most"];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {At(50):0.00} ms, p90 {At(90):0.00} ms, p99 {At(99):0.00} ms, p99.9 {At(99.9):0.00} "
            + $"ms, most {At(100):0.00} ms of {Count:N0}");
}
