using Alerting.Engine.Incidents;
using Alerting.Engine.Regions;
using Alerting.Places;

namespace Alerting.Engine.Doubts;

/// <summary>Lists the names of towns of a region that may be one town's, for an operator to decide on.</summary>
internal sealed class NameDoubts(RegionModel model)
{
    /// <summary>The towns hit last are compared, up to this number: each with each.</summary>
    private const int MaxCompared = 1_000;

    /// <summary>The most pairs that are listed.</summary>
    private const int MaxPairs = 10_000;

    private readonly List<int> _rows = [];

    public IReadOnlyList<NameDoubt> Find()
    {
        model.Facts.Build();
        var incidents = model.Activity.Nodes()
            .Where(node => node.DistinctTown is not null && node.Region == model.Region.Code).Reverse().ToList();
        var towns = new WindowTowns(incidents, MaxCompared);
        var byTown = incidents.ToLookup(node => towns.NumberOf(node.DistinctTown!));
        var names = new Dictionary<int, DoubtedName>();
        return [.. towns.Alike().OrderBy(static pair => pair).Take(MaxPairs).Select(pair => new NameDoubt
        {
            Id = NamePair.Of(model.Region.Code, FoldedOf(pair.Newer), FoldedOf(pair.Older)).ToString(),
            Region = model.Region.Code,
            Reason = towns.Likeness(pair.Newer, pair.Older)!.Value,
            Names = [NameOf(pair.Newer), NameOf(pair.Older)],
        })];

        string FoldedOf(int number) => model.Facts.Towns.Fold(incidents[towns.NewestIn(number)].Town!);

        DoubtedName NameOf(int number)
        {
            if (!names.TryGetValue(number, out var name))
            {
                var own = byTown[number];
                name = names[number] = new DoubtedName(incidents[towns.NewestIn(number)].TownName!, own.Count(), ReportsOf(own));
            }

            return name;
        }
    }

    private List<DoubtedReport> ReportsOf(IEnumerable<IncidentNode> incidents)
    {
        var reports = new List<DoubtedReport>();
        var table = model.Facts.Table;
        foreach (var node in incidents)
        {
            _rows.Clear();
            table.Members.CopyTo(node.Row, _rows, NameDoubt.MaxReports);
            foreach (var row in _rows)
            {
                var report = table.Reports[row];
                if (reports.Count < NameDoubt.MaxReports && ReferenceEquals(report.DistinctTown, node.DistinctTown))
                {
                    reports.Add(new DoubtedReport(
                        report.From.Name, report.ReportId, node.Id, Instants.FromTicks(report.OccurredAt), report.Town!));
                }
            }

            if (reports.Count >= NameDoubt.MaxReports)
            {
                break;
            }
        }

        return reports;
    }
}
