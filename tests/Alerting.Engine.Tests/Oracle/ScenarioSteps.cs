using Alerting.Alerts;
using Alerting.Engine.Names;
using Alerting.Engine.Regions;
using Alerting.Places;
using Alerting.Regions;
using Alerting.Reports;
using Alerting.Thresholds;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>
/// Turns the drafts of a scenario into inputs: the clock, thresholds and operators. What the facts are is left to those who derive
/// from it. A region goes along, so that what is done to alerts meets open ones.
/// </summary>
internal abstract class ScenarioSteps(string code, RegionCatalog catalog, EngineOptions options, Pace pace, Threshold[][] thresholds)
{
    protected static readonly long Start = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    protected static readonly string?[] Places = ["Ramadi", "Fallujah", "Al Qa'im", "Karmah", null, "Ramadi", "Hit"];

    /// <summary>Two that are a kilometre apart, and one far away.</summary>
    protected static readonly Location[] Points = [new(33.40, 43.30), new(33.409, 43.30), new(33.90, 43.90)];

    protected static readonly Grade[] Grades = [Grade("B2"), Grade("B3"), Grade("C3"), Grade("F6"), Grade("E5"), Grade("A1")];

    protected static readonly (string Kind, Family Family, double Weight)[] Kinds =
    [
        ("armed-assault", Family.AttackOnSecurityForces, 2),
        ("ambush", Family.AttackOnSecurityForces, 2),
        ("vehicle-bomb", Family.Explosion, 2.5),
        ("ied", Family.Explosion, 2),
        ("protest", Family.Unrest, 0.5),
        ("arrest", Family.Strategic, 0),
    ];

    protected static readonly int?[] Killed = [null, 0, 1, 3, 5, 12];
    protected static readonly int?[] Wounded = [null, 0, 2, 9];
    protected static readonly string[] Sources = ["wire-a", "wire-b", "stringer"];

    private static readonly string[] s_names = ["Karmah", "Garma", "Fallujah", "Faluja", "Ramadi", "Rumadie", "Al Qa'im"];

    private readonly Dictionary<string, int> _said = [];
    private readonly int[] _versions = new int[thresholds.Length];
    private readonly List<(long, RegionInput?)> _steps = [];
    private readonly NaiveRegion _region = new(code, catalog, options);
    private int _notes;

    protected long Now { get; private set; } = Start;

    /// <summary>The multiple of the unit at or before now.</summary>
    protected long OnGrid => Now - ((Now - Start) % pace.Unit);

    public Scenario Build(IEnumerable<StepDraft> drafts)
    {
        Add(new AdoptInput([.. thresholds.Select((_, i) => Next(i, t => t[0])).OrderBy(v => v.Id, StringComparer.Ordinal)]));
        foreach (var draft in drafts)
        {
            Now = draft.Wait switch
            {
                < 0 => Now + TimeSpan.TicksPerSecond,
                0 => Now,
                var units => OnGrid + (units * pace.Unit),
            };
            Take(draft);
        }

        return new Scenario(code, catalog, options, _steps, Now + (150 * TimeSpan.TicksPerDay));
    }

    protected void Add(RegionInput? input)
    {
        _steps.Add((Now, input));
        if (input is not null)
        {
            _region.Apply(Now, input);
        }
    }

    protected abstract void Facts(StepDraft draft);

    /// <summary>Those of whose towns operators speak.</summary>
    protected virtual string[] Regions => [code];

    private void Take(StepDraft draft)
    {
        var open = _region.Revisions.GroupBy(r => r.AlertId).Select(g => g.Last()).Where(r => r.Status == AlertStatus.Open).ToList();
        var alert = open.Count > 0 && draft.Choice % 5 > 0 ? open[draft.Target % open.Count] : _region.Revisions.LastOrDefault();
        var threshold = alert is null ? draft.Target % thresholds.Length : Array.FindIndex(thresholds, t => t[0].Id == alert.Threshold.Id);
        switch (draft.Act)
        {
            case Act.Adopt:
                Add(new AdoptInput([Next(threshold, t => (draft.Choice % 8) switch
                {
                    0 => t[0] with { Enabled = false },
                    1 => null,
                    2 => t[1] with { Scope = new Scope(["elsewhere"], t[1].Scope.Depth) },
                    3 => t[0] with { Severity = (Severity)(draft.Choice % 4) },
                    _ => t[draft.Choice % t.Length],
                })]));
                break;
            case Act.AtDesk:
                var id = alert?.AlertId ?? $"{code}.{thresholds[threshold][0].Id}.1";
                var ended = alert?.Status == AlertStatus.Open ? null : alert?.ToAlert(catalog);
                var act = Done(draft, alert);
                Add(new AlertActInput(id, "desk-1", ended is null || act.IsTakenAfterEnd ? act : new CommentAct("late"), Key: null, ended));
                break;
            case Act.Override:
                Add(new OverrideInput(
                    draft.Choice % 4 == 0 ? null : new LevelOverride((ThreatLevel)(1 + (draft.Choice % 5)), "drill", "operator", draft.Choice % 3 == 0 ? null : Now + (draft.Target % 4 * pace.Unit)),
                    "operator",
                    "drill"));
                break;
            case Act.Places:
                Add(new PlacesInput([.. draft.Facts.Select((fact, i) => Said(draft.Choice + (i * 7), fact)).DistinctBy(static v => v.Id)]));
                break;
            case Act.Settle when _region.Report(draft.Target) is { } one && _region.Report(draft.Target + 1 + (draft.Choice % 4)) is { } other:
                // Incidents that are gone, having been joined to others, are spoken of as well.
                var (first, second) = draft.Choice % 6 == 0 ? ($"{other.Source}:{other.ReportId}", one.IncidentId) : (one.IncidentId, other.IncidentId);
                Add((draft.Choice % 5) switch
                {
                    0 or 1 => new JoinInput(first, second, "operator", null),
                    2 or 3 => new PartInput(one.IncidentId, $"{other.Source}:{other.ReportId}", null, null, "operator", "two"),
                    _ => new PartInput(one.IncidentId, null, one.Source, one.ReportId, "operator", null),
                });
                break;
            case Act.Settle:
                break;
            case Act.Clock:
                Add(thresholds[0][0].Measure == Measure.Quiet && draft.Choice % 3 > 0
                    ? new OutageInput(Now - pace.Unit, Now + (draft.Choice % 4 * pace.Unit))
                    : null);
                break;
            case Act.SetClock:
                var to = Math.Max(Start, OnGrid - ((1 + (draft.Choice % 40)) * pace.Unit));
                Add(new SetClockInput(to, "operator", "drill"));
                Now = to;
                break;
            default:
                Facts(draft);
                break;
        }
    }

    /// <summary>What a desk does: most often it takes note. What it does twice is news or not.</summary>
    private AlertAct Done(StepDraft draft, OracleRevision? alert) => (draft.Choice % 11) switch
    {
        0 => new UnacknowledgeAct(),
        >= 5 and <= 8 when alert?.Acknowledged is not null => new UnacknowledgeAct(),
        1 => new AssignAct(draft.Target % 3 == 0 ? null : $"officer {draft.Target % 3}", draft.Target % 2 == 0 ? null : "yours"),
        2 => new CommentAct($"comment {_notes++}"),
        3 => new ReviewAct((DispositionValue)(draft.Target % 5), null),
        4 => new AcknowledgeAct("note 0"),
        _ => new AcknowledgeAct($"note {_notes++}"),
    };

    /// <summary>A place of two or three names, a decision on two, or that one of these is taken back.</summary>
    private PlaceVersion Said(int choice, FactDraft fact)
    {
        var region = Regions[choice % Regions.Length];
        string Name(int number) => s_names[number % s_names.Length];
        var (one, other) = (Name(fact.Extra), Name(fact.Extra + 1 + (choice % (s_names.Length - 1))));
        var pair = NamePair.Of(region, NameFolding.Fold(one), NameFolding.Fold(other));
        var isPlace = fact.Source > 0;
        var id = isPlace ? $"place-{choice % 3}" : pair.ToString();
        var version = _said[id] = _said.GetValueOrDefault(id) + 1;
        var takenBack = choice % 5 == 0;
        return new PlaceVersion(
            id,
            version,
            takenBack || !isPlace ? null : new Place
            {
                Name = one,
                Aliases = fact.Kind % 2 == 0 ? [other] : [other, Name(fact.Extra + 4)],
                Region = region,
                Location = fact.Grade % 3 == 0 ? Points[fact.Grade % Points.Length] : null,
            },
            takenBack || isPlace ? null : new NameDecision(region, pair.First, pair.Second, (NameVerdict)(fact.Kind % 2)),
            Instants.FromTicks(Now),
            "operator",
            null);
    }

    /// <summary>As another transliteration has it, which folds to another name.</summary>
    protected static string? OtherSpelling(string? town) => town switch
    {
        "Karmah" => "Garma",
        "Fallujah" => "Faluja",
        "Ramadi" => "Rumadie",
        _ => town,
    };

    /// <summary>Mostly one of the latest, on which open alerts rest.</summary>
    protected static int Pick(StepDraft draft, int count) =>
        draft.Choice % 4 == 0 ? draft.Target % count : count - 1 - (draft.Target % Math.Min(count, 4));

    private ThresholdVersion Next(int index, Func<Threshold[], Threshold?> definition) =>
        new(thresholds[index][0].Id, ++_versions[index], definition(thresholds[index]), Instants.FromTicks(Now), "operator", null);

    private static Grade Grade(string text) => Alerting.Reports.Grade.TryParse(text, out var grade) ? grade : throw new ArgumentException(text, nameof(text));
}
