using Alerting.Engine.Regions;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>Reports, corrections, retractions and repeats of them, in and out of order.</summary>
internal sealed class ReportSteps(string code, RegionCatalog catalog, EngineOptions options, Pace pace, Threshold[][] thresholds)
    : ScenarioSteps(code, catalog, options, pace, thresholds)
{
    private static readonly string[][] s_actors = [[], [], [], [], ["ISIL"], ["Isil", "JRTN"], ["Tribal council"], ["JRTN"]];
    private static readonly string?[] s_named = [null, "inc-1", "inc-2", "wire-a:r0", null];

    private readonly string _code = code;
    private readonly Pace _pace = pace;
    private readonly List<Report> _known = [];

    protected override void Facts(StepDraft draft)
    {
        if (draft.Act == Act.New || _known.Count == 0)
        {
            Learn(Compose(draft.Facts[0], $"r{_known.Count}", Sources[draft.Facts[0].Source], 1));
            return;
        }

        if (draft.Act == Act.RetractUnknown)
        {
            Learn(Retraction($"r{_known.Count}", Sources[draft.Facts[0].Source], 2));
            return;
        }

        var index = Pick(draft, _known.Count);
        var known = _known[index];
        var next = known.Revision + 1 + (draft.Choice % 7 == 0 ? 1 : 0);
        switch (draft.Act)
        {
            case Act.Revise:
                Learn(Revised(known, draft) with { Revision = next }, index);
                break;
            case Act.Withdraw:
                Learn(Retraction(known.ReportId, known.Source, next), index);
                break;
            case Act.Stale:
                Add(new ReportInput(Compose(draft.Facts[0], known.ReportId, known.Source, Math.Max(1, known.Revision - (draft.Choice % 2)))));
                break;
            default:
                Add(new ReportInput(known));
                break;
        }
    }

    private void Learn(Report report, int? index = null)
    {
        if (index is { } at)
        {
            _known[at] = report;
        }
        else
        {
            _known.Add(report);
        }

        Add(new ReportInput(report));
    }

    private Report Revised(Report known, StepDraft draft)
    {
        var composed = Compose(draft.Facts[0], known.ReportId, known.Source, known.Revision);
        return known.Retracted ? composed : (draft.Choice % 9) switch
        {
            0 => known with { Killed = composed.Killed, Wounded = composed.Wounded },
            1 => known with { Town = composed.Town, Precision = composed.Precision },
            2 => known with { Kind = composed.Kind, Family = composed.Family, KindWeight = composed.KindWeight },
            3 => known with { OccurredAt = composed.OccurredAt },
            4 => known with { IncidentId = s_named[1 + (draft.Choice / 9 % 3)] },
            5 => known with { IncidentId = null },
            6 => known with { Grade = composed.Grade },
            7 => known,
            _ => composed,
        };
    }

    private Report Retraction(string reportId, string source, int revision) =>
        new() { ReportId = reportId, Source = source, Region = _code, Revision = revision, Retracted = true };

    private Report Compose(FactDraft draft, string reportId, string source, int revision)
    {
        var (kind, family, weight) = Kinds[draft.Kind];
        var town = Places[draft.Place];
        return new Report
        {
            ReportId = reportId,
            Source = source,
            Region = _code,
            Revision = revision,
            // Each source has its own spelling.
            Town = source switch
            {
                "wire-b" => town?.Replace("'", "", StringComparison.Ordinal).ToUpperInvariant(),
                "stringer" when draft.Extra % 3 == 0 => OtherSpelling(town),
                _ => town,
            },
            Precision = draft.Place switch
            {
                4 or 5 => Precision.Region,
                6 => Precision.Area,
                _ => Precision.Town,
            },
            Kind = kind,
            Family = family,
            KindWeight = weight,
            OccurredAt = Instants.FromTicks(OnGrid - (draft.Age * _pace.Unit)),
            Killed = Killed[draft.Killed],
            Wounded = Wounded[draft.Wounded],
            Grade = Grades[draft.Grade],
            Location = draft.Extra % 7 == 0 ? Points[draft.Extra / 7 % Points.Length] : null,
            Actors = s_actors[draft.Extra % s_actors.Length],
            IncidentId = draft.Extra >= 36 ? s_named[draft.Extra - 35] : null,
        };
    }
}
