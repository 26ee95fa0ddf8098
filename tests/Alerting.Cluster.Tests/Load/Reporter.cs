using System.Globalization;
using Alerting.Cluster.Tests.Processes;

namespace Alerting.Cluster.Tests.Load;

/// <summary>
/// A field office: new reports, revisions, retractions, reinstatements and repetitions, alone and in batches. Most of
/// what it sends it sends until it is answered; now and then it gives up and never learns what became of it.
/// </summary>
internal sealed class Reporter(ClusterUnderTest cluster, ReportBook book, string source, int seed)
{
    /// <summary>Regions that take reports: two countries.</summary>
    public static readonly string[] Regions = ["IQ-AN", "IQ-DI", "IQ-BG", "IQ-NI", "IQ-BB", "SY-DI", "SY-HM", "SY-RA"];

    private static readonly string[] s_towns = ["Ramadi", "Fallujah", "Karmah", "Hit", "Haditha", "Qaim", "Rutba"];
    private static readonly string[] s_kinds = ["armed-assault", "vehicle-bomb", "ied", "protest", "arrest", "shooting"];

    private readonly Random _random = new(seed);
    private readonly Reporting _reporting = new(cluster, book);
    private readonly List<SentReport> _latest = [];
    private int _count;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var reports = Next();
            var form = (Form)_random.Next(3);
            if (_random.Next(10) == 0)
            {
                // Once, and come what may.
                await _reporting.TryAsync(cluster.Pick(_random), reports, form, CancellationToken.None);
            }
            else
            {
                await _reporting.UntilSettledAsync(_random, reports, form, CancellationToken.None);
                if (_random.Next(20) == 0)
                {
                    await _reporting.UntilSettledAsync(_random, reports, form, CancellationToken.None);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(20, 120)), TimeProvider.System, CancellationToken.None);
        }
    }

    private List<SentReport> Next()
    {
        var reports = new List<SentReport>();
        for (var more = _random.Next(3) == 0 ? _random.Next(2, 12) : 1; more > 0; more--)
        {
            var slot = _latest.Count > 0 && _random.Next(10) < 4 ? _random.Next(_latest.Count) : -1;
            if (slot >= 0 && reports.Contains(_latest[slot]))
            {
                continue;
            }

            var report = slot < 0 ? New() : Changed(_latest[slot]);
            if (slot < 0)
            {
                _latest.Add(report);
            }
            else
            {
                _latest[slot] = report;
            }

            book.Add(report);
            reports.Add(report);
        }

        return reports;
    }

    private SentReport New()
    {
        var id = (++_count).ToString(CultureInfo.InvariantCulture);
        var region = Regions[_random.Next(Regions.Length)];
        return Content(new ReportKey(region, source, id), 1, _random.Next(10) switch
        {
            < 6 => $"{source}-{id}",
            < 8 => $"shared-{_random.Next(30)}",
            _ => null,
        });
    }

    private SentReport Changed(SentReport before) => !before.Retracted && _random.Next(3) == 0
        ? new SentReport { Key = before.Key, Revision = before.Revision + 1, Retracted = true, IncidentId = before.IncidentId }
        : Content(before.Key, before.Revision + 1, before.IncidentId);

    private SentReport Content(ReportKey key, int revision, string? incidentId) => new()
    {
        Key = key,
        Revision = revision,
        Kind = s_kinds[_random.Next(s_kinds.Length)],
        Town = s_towns[_random.Next(s_towns.Length)],
        Killed = _random.Next(4) == 0 ? _random.Next(12) : 0,
        OccurredAt = TimeProvider.System.GetUtcNow().AddMilliseconds(-_random.Next(4_000)),
        IncidentId = incidentId,
    };
}
