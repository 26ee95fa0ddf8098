using Alerting.Engine.Regions;
using Alerting.Incidents;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What the children of a region pass up, beside a few reports of its own.</summary>
internal sealed class RollUpSteps(string code, RegionCatalog catalog, EngineOptions options, Pace pace, Threshold[][] thresholds)
    : ScenarioSteps(code, catalog, options, pace, thresholds)
{
    private static readonly string[] s_regions = ["A", "A1", "A2", "B", "B1", "C"];

    private readonly string _code = code;
    private readonly RegionCatalog _catalog = catalog;
    private readonly Pace _pace = pace;
    private readonly Dictionary<string, long> _sequences = [];
    private readonly List<Incident> _known = [];
    private int _reports;

    protected override string[] Regions => ["A", "B", "P", "A", "elsewhere"];

    protected override void Facts(StepDraft draft)
    {
        if (draft.Choice % 12 == 0)
        {
            Add(new ReportInput(OwnReport(draft.Facts[0])));
            return;
        }

        var region = draft.Act == Act.New || _known.Count == 0 ? s_regions[draft.Choice % s_regions.Length] : _known[Pick(draft, _known.Count)].Region;
        var child = Child(region);
        var changes = draft.Facts.Select((fact, i) => Change(draft, fact, i, child)).DistinctBy(c => (c.Region, c.IncidentId)).ToList();
        var sequence = _sequences.GetValueOrDefault(child, 1);
        if (draft.Act is Act.Stale or Act.Repeat)
        {
            // Told before, so that it must not count whatever it says.
            Add(new RollUpInput(child, sequence, changes, new ChildSummary(ThreatLevel.Critical)));
            return;
        }

        // Most come of one report; some gather those of several.
        changes = draft.Target % 2 == 0
            ? changes.ConvertAll(change => change with { Story = Story(draft.Choice) })
            : [.. changes.Select((change, i) => change with { Story = Story(draft.Choice + i) })];
        foreach (var change in changes)
        {
            _known.RemoveAll(i => i.Region == change.Region && i.IncidentId == change.IncidentId);
            if (change.Value is not null)
            {
                _known.Add(change.Value);
            }
        }

        _sequences[child] = sequence + 1 + (draft.Choice % 2);
        Add(new RollUpInput(
            child,
            _sequences[child],
            draft.Choice % 17 == 0 ? [] : changes,
            draft.Target % 3 == 0 ? new ChildSummary((ThreatLevel)(1 + (draft.Choice % 5))) : null));
    }

    private IncidentChange Change(StepDraft draft, FactDraft fact, int index, string child)
    {
        var known = _known.FindAll(i => Child(i.Region) == child);
        if (known.Count == 0 || draft.Act is Act.New)
        {
            var region = s_regions[(draft.Choice + index) % s_regions.Length];
            var made = Make(fact, Child(region) == child ? region : child, $"i{draft.Target}");
            return new IncidentChange(made.Region, made.IncidentId, made, null);
        }

        var old = known[(Pick(draft, known.Count) + index) % known.Count];
        return draft.Act == Act.Withdraw
            ? new IncidentChange(old.Region, old.IncidentId, null, $"report {old.IncidentId} retracted")
            : new IncidentChange(old.Region, old.IncidentId, Make(fact, old.Region, old.IncidentId), draft.Choice % 2 == 0 ? null : $"report {old.IncidentId} revised");
    }

    private static string? Story(int choice) => choice % 3 == 0 ? null : $"A.below.{choice % 3}";

    private string Child(string region) => _catalog[region].Parent == _code ? region : Child(_catalog[region].Parent!);

    private Incident Make(FactDraft draft, string region, string incidentId)
    {
        var (kind, family, weight) = Kinds[draft.Kind];
        var factor = Grades[draft.Grade].Factor;
        var killed = Killed[draft.Killed] ?? 0;
        var wounded = Wounded[draft.Wounded] ?? 0;
        var town = draft.Place < 4 ? draft.Source == 2 ? OtherSpelling(Places[draft.Place]) : Places[draft.Place] : null;
        var at = OnGrid - (Math.Max(0, draft.Age) * _pace.Unit);
        return new Incident
        {
            IncidentId = incidentId,
            Region = region,
            Kind = kind,
            Family = family,
            KindWeight = weight,
            Town = town,
            TownFactor = town is null ? 0 : factor,
            TownReportedAt = town is null ? 0 : at,
            OccurredAt = at,
            Killed = killed,
            Wounded = wounded,
            GradeFactor = factor,
            Weight = NaiveIncident.Weight(weight, factor, killed, wounded),
            Actors = draft.Extra % 4 == 0 ? ["ISIL"] : [],
            Sources = [Sources[draft.Source]],
            NamedBy = draft.Extra % 5 == 0 ? [Sources[draft.Source]] : [],
            Apart = draft.Extra % 6 == 0 && _known.Count > 0 ? [_known[^1].IncidentId] : [],
            Location = draft.Extra % 7 == 0 ? Points[draft.Extra / 7 % Points.Length] : null,
        };
    }

    private Report OwnReport(FactDraft draft) => new()
    {
        ReportId = $"own{_reports++}",
        Source = Sources[draft.Source],
        Region = _code,
        Town = Places[draft.Place],
        Precision = draft.Place < 4 ? Precision.Town : Precision.Region,
        Kind = Kinds[draft.Kind].Kind,
        Family = Kinds[draft.Kind].Family,
        KindWeight = Kinds[draft.Kind].Weight,
        OccurredAt = Instants.FromTicks(OnGrid - (Math.Max(0, draft.Age) * _pace.Unit)),
        Killed = Killed[draft.Killed],
        Wounded = Wounded[draft.Wounded],
        Grade = Grades[draft.Grade],
    };
}
