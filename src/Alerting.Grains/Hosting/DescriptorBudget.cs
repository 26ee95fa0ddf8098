using System.Globalization;

namespace Alerting.Grains.Hosting;

/// <summary>
/// How the file descriptors that the process may open (RLIMIT_NOFILE) are shared out. When they run out nothing works any
/// more, not even loading the code that would say so; so what grows with what others do gets a share, by default, that
/// leaves the process its own.
/// </summary>
/// <param name="Limit">Descriptors that the process may open; null where that is not known.</param>
public sealed record DescriptorBudget(long? Limit)
{
    /// <summary>For assemblies, the store, the silo and its neighbours. A server without any work holds about 350.</summary>
    public const int ForProcess = 400;

    private const int MaxConnections = 20_000;
    private const int MinConnections = 16;
    private const int MaxDeliveries = 128;
    private const int MinDeliveries = 8;

    /// <summary>
    /// Connections to take at one time when nothing else is set: three quarters of what the process does not need, 16..20,000.
    /// </summary>
    public int Connections => (int)Math.Clamp(Free * 3 / 4, MinConnections, MaxConnections);

    /// <summary>
    /// Deliveries to make at one time when nothing else is set, 8..128. Each may leave a connection behind that is kept
    /// for the next, so they get an eighth of what the process does not need.
    /// </summary>
    public int Deliveries => (int)Math.Clamp(Free / 16, MinDeliveries, MaxDeliveries);

    private long Free => Math.Max(0, (Limit ?? long.MaxValue / 8) - ForProcess);

    /// <summary>The budget of this process, by the limit in force now (proc(5); elsewhere than on Linux it is not known).</summary>
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
