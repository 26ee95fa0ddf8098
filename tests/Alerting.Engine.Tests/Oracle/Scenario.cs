using System.Globalization;
using System.Text;
using Alerting.Engine.Regions;
using Alerting.Regions;

namespace Alerting.Engine.Tests.Oracle;

/// <summary>What happens to one region.</summary>
/// <param name="Steps">Inputs in order, their instants (UTC ticks) never decreasing but where the clock is set; a null input only lets the clock run.</param>
/// <param name="End">The instant to run on to after the last of them.</param>
internal sealed record Scenario(string Code, RegionCatalog Catalog, EngineOptions Options, IReadOnlyList<(long Now, RegionInput? Input)> Steps, long End)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"region {Code}, {Options with { LevelBounds = [] }}, bounds {string.Join(' ', Options.LevelBounds)}");
        for (var i = 0; i < Steps.Count; i++)
        {
            var (now, input) = Steps[i];
            text.AppendLine(CultureInfo.InvariantCulture, $"{i,3} {Show(now)} {Show(input)}");
        }

        return text.AppendLine(CultureInfo.InvariantCulture, $"end {Show(End)}").ToString();
    }

    private static string Show(long ticks) => Instants.Format(Instants.FromTicks(ticks));

    private static string Show(RegionInput? input) => input switch
    {
        ReportInput { Report: { Retracted: true } r } => $"retract {r.Source}:{r.ReportId} r{r.Revision}",
        ReportInput { Report: var r } => $"report {r.Source}:{r.ReportId} r{r.Revision} {r.Kind} '{r.Town}' {r.Precision} at {Show(r.OccurredAt.UtcTicks)} {r.Grade} killed {r.Killed} wounded {r.Wounded} incident {r.IncidentId} actors [{string.Join(", ", r.Actors)}]",
        RollUpInput r => $"roll-up {r.Child} #{r.Sequence} {r.Summary?.ShownLevel} " + string.Join("; ", r.Changes.Select(c => c.Value is { } i
            ? $"{c.Region}/{c.IncidentId} {i.Kind} '{i.Town}' at {Show(i.OccurredAt)} killed {i.Killed} wounded {i.Wounded} grade {i.GradeFactor} cause {c.Cause} story {c.Story}"
            : $"{c.Region}/{c.IncidentId} gone, cause {c.Cause} story {c.Story}")),
        AdoptInput a => "adopt" + string.Concat(a.Versions.Select(v => v.Definition is { } t
            ? string.Create(CultureInfo.InvariantCulture, $"\n      {v.Id} v{v.Version} {(t.Enabled ? "" : "disabled ")}{t.Measure} >= {t.AtLeast} in {t.Window} clear < {t.ClearBelow} after {t.ClearAfter} cooldown {t.Cooldown} lateness {t.Lateness} every {t.UpdateEvery} {t.Severity} {t.Scope.Depth} [{string.Join(' ', t.Scope.Regions)}] kinds [{string.Join(' ', t.Match.Kinds)}] families [{string.Join(' ', t.Match.Families)}] grade {t.Match.MinGradeFactor} towns [{string.Join(' ', t.Match.Towns)}] actors [{string.Join(' ', t.Match.Actors)}] baseline {t.Baseline} floor {t.Floor} rarer {t.RarerThan} chance {t.MaxProbability} incidents {t.MinIncidents} count {t.Count} steps [{string.Join("; ", (t.Steps ?? []).Select(m => $"{string.Join(' ', m.Kinds)} {string.Join(' ', m.Families)} {m.MinGradeFactor} {string.Join(' ', m.Towns)} {string.Join(' ', m.Actors)}"))}] actor {t.SameActor} town {t.SameTown}")
            : $"\n      {v.Id} v{v.Version} deleted")),
        PlacesInput p => "places" + string.Concat(p.Versions.Select(static v => $"\n      {v.Id} v{v.Version} {v.Definition?.Region} {v.Definition?.Name} [{string.Join(' ', v.Definition?.Aliases ?? [])}] {v.Definition?.Location} {v.Decision}")),
        null => "(clock)",
        _ => input.ToString()!,
    };
}
