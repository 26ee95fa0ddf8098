using System.Globalization;

namespace Alerting.Grains.Hosting;

/// <summary>
/// Divides the file descriptors that the process may open (RLIMIT_NOFILE). When they run out, nothing works any more,
/// not even loading the code that would report it. Hence the defaults of what grows with the load leave the process a
/// share of its own.
/// </summary>
/// <param name="Limit">How many the process may open; null where this is not known.</param>
public sealed record DescriptorBudget(long? Limit)
{
    /// <summary>
    /// Share of the process: assemblies, the store, the silo and its neighbours. A server without load has about 350
    /// open.
    /// </summary>
    public const int ForProcess = 400;

    private const int MaxConnections = 20_000;
    private const int MinConnections = 16;
    private const int MaxDeliveries = 128;
    private const int MinDeliveries = 8;

    /// <summary>Default limit of concurrent connections: three quarters of what the process does not need, 16..20,000.</summary>
    public int Connections => (int)Math.Clamp(Free * 3 / 4, MinConnections, MaxConnections);

    /// <summary>
    /// Default limit of concurrent deliveries, 8..128. Each may leave a connection open for the next one, so they get
    /// an eighth of what the process does not need.
    /// </summary>
    public int Deliveries => (int)Math.Clamp(Free / 16, MinDeliveries, MaxDeliveries);

    private long Free => Math.Max(0, (Limit ?? long.MaxValue / 8) - ForProcess);

    /// <summary>The budget of this process by the limit that applies now (proc(5)); not known on other systems than Linux.</summary>
    public static DescriptorBudget OfThisProcess()
    {
        const string Limits = "/proc/self/limits";
        const string Row = "Max open files";
        if (!File.Exists(Limits))
        {
            return new DescriptorBudget(Limit: null);
        }

        var columns = File.ReadLines(Limits).FirstOrDefault(static line => line.StartsWith(Row, StringComparison.Ordinal))?[Row.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isKnown = long.TryParse(columns?.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var limit);
        return new DescriptorBudget(isKnown ? limit : null);
    }

    /// <summary>Whether so many connections and deliveries leave the process its own share.</summary>
    public bool Fits(long connections, int deliveries) => Limit is not { } limit || connections + (2L * deliveries) + ForProcess <= limit;
}
