using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Alerting.Benchmarks;

/// <summary>
/// The floor of a log in Redis: redis-benchmark sends XADD over one connection, as many at a time as there are writers,
/// as the product's connection does. No check of the sequence, no wake index.
/// </summary>
internal static partial class RedisBenchmark
{
    /// <summary>Appends a second.</summary>
    public static async Task<double> AddAsync(
        RedisServer redis, int writers, byte[] payload, int count, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-p", Text(redis.Port), "-c", "1", "-P", Text(writers), "-n", Text(count), "-q",
            "XADD", "floor", "*", "p", Convert.ToHexString(payload)[..payload.Length],
        ];
        using var process = Process.Start(new ProcessStartInfo("redis-benchmark", arguments) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return double.Parse(Rate().Match(said).Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) requests per second")]
    private static partial Regex Rate();
}
