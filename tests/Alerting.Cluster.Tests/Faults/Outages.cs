using System.Globalization;
using System.Text;

namespace Alerting.Cluster.Tests.Faults;

/// <summary>How long regions gave no good answer, by kind of fault.</summary>
internal sealed class Outages
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<Fault, List<double>> _seconds = [];
    private readonly SortedDictionary<Fault, (int Faults, int Failures, List<double> Worst)> _seen = [];
    private double _worst;

    public void Add(Fault fault, TimeSpan time)
    {
        lock (_lock)
        {
            if (!_seconds.TryGetValue(fault, out var seconds))
            {
                _seconds[fault] = seconds = [];
            }

            seconds.Add(time.TotalSeconds);
            _worst = Math.Max(_worst, time.TotalSeconds);
        }
    }

    /// <summary>The fault is over; callers have seen so many errors meanwhile.</summary>
    public void Seen(Fault fault, int failures)
    {
        lock (_lock)
        {
            var (faults, before, worst) = _seen.GetValueOrDefault(fault, (0, 0, []));
            worst.Add(_worst);
            _worst = 0;
            _seen[fault] = (faults + 1, before + failures, worst);
        }
    }

    /// <summary>How long the slowest region took in the last fault of this kind, in seconds.</summary>
    public double LastWorst(Fault fault) => _seen[fault].Worst[^1];

    /// <summary>Errors that callers have seen during faults of this kind.</summary>
    public int FailuresOf(Fault fault) => _seen.GetValueOrDefault(fault).Failures;

    public override string ToString()
    {
        lock (_lock)
        {
            var text = new StringBuilder("time from a fault until a region answers a report with 200 (s); errors that callers saw\n");
            text.AppendLine(
                "fault                faults | all regions: p50    p99    max | slowest region of a fault: p50    p99    max | errors");
            foreach (var (fault, (faults, failures, worst)) in _seen)
            {
                var all = _seconds[fault];
                text.AppendLine(string.Create(CultureInfo.InvariantCulture,
                    $"{fault,-20} {faults,6} | {At(all, 0.5),16:0.00} {At(all, 0.99),6:0.00} {At(all, 1),6:0.00} | "
                    + $"{At(worst, 0.5),30:0.00} {At(worst, 0.99),6:0.00} {At(worst, 1),6:0.00} | {failures,6}"));
            }

            return text.ToString();
        }
    }

    private static double At(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
