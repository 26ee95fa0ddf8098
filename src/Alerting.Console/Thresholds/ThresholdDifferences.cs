using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>A field of two versions.</summary>
/// <param name="Label">What the field is called.</param>
/// <param name="Before">In the one; empty where it has none.</param>
/// <param name="After">In the other.</param>
public sealed record FieldDifference(string Label, string Before, string After)
{
    /// <summary>Whether it is not the same in both.</summary>
    public bool Differs => Before != After;
}

/// <summary>Versions of a threshold side by side, in words.</summary>
internal static class ThresholdDifferences
{
    /// <summary>The fields that one of the two has, in the order of the form.</summary>
    /// <param name="before">Null: there was none.</param>
    /// <param name="after">Null: there is none.</param>
    public static IReadOnlyList<FieldDifference> Of(ThresholdView? before, ThresholdView? after)
    {
        var (left, right) = (Fields(before), Fields(after));
        return
        [
            .. left.Zip(right, static (one, other) => new FieldDifference(one.Label, one.Value, other.Value))
                .Where(static field => field.Before.Length > 0 || field.After.Length > 0),
        ];
    }

    /// <summary>All fields in one order, so that those of two versions stand side by side.</summary>
    private static List<(string Label, string Value)> Fields(ThresholdView? view)
    {
        var steps = view?.Steps ?? [];
        return
        [
            (ThresholdTexts.Name.Label, view?.Name ?? ""),
            (ThresholdTexts.Severity.Label, view is null ? "" : Spoken.Name(view.Severity)),
            (ThresholdTexts.Enabled.Label, Say(view?.Enabled)),
            (ThresholdTexts.Regions.Label, List(view?.Scope.Regions)),
            (ThresholdTexts.Depth.Label, view is null ? "" : Words(ThresholdTexts.Depths, view.Scope.Depth)),
            (ThresholdTexts.Measure.Label, view is null ? "" : Spoken.Name(view.Measure)),
            (ThresholdTexts.AtLeast.Label, Say(view?.AtLeast)),
            (ThresholdTexts.Window(view?.Measure ?? Measure.Incidents).Label, Say(view?.Window)),
            (ThresholdTexts.MinReports.Label, Say(view?.MinReports)),
            (ThresholdTexts.Count.Label, view is null ? "" : Words(ThresholdTexts.Counts, view.Count)),
            (ThresholdTexts.Floor.Label, Say(view?.Floor)),
            (ThresholdTexts.MaxProbability.Label, Say(view?.MaxProbability)),
            (ThresholdTexts.MinIncidents.Label, Say(view?.MinIncidents)),
            (Spoken.Of("Baseline"), Say(view?.Baseline)),
            (ThresholdTexts.RarerThan.Label, Say(view?.RarerThan)),
            .. Enumerable.Range(0, Threshold.MaxSteps)
                .Select(i => (Spoken.Of("Step {0}", i + 1), i < steps.Count ? ThresholdWords.Incidents(steps[i]) : "")),
            (ThresholdTexts.SameActor.Label, Say(view?.SameActor)),
            (ThresholdTexts.SameTown.Label, Say(view?.SameTown)),
            (ThresholdTexts.Families.Label, List(view?.Match.Families.Select(Spoken.Name))),
            (ThresholdTexts.Kinds.Label, List(view?.Match.Kinds)),
            (ThresholdTexts.Towns.Label, List(view?.Match.Towns)),
            (ThresholdTexts.Actors.Label, List(view?.Match.Actors)),
            (ThresholdTexts.MinGradeFactor.Label, view?.Match.MinGradeFactor is { } factor && factor != 0 ? Say(factor) : ""),
            (ThresholdTexts.ClearBelow.Label, Say(view?.ClearBelow)),
            (ThresholdTexts.ClearAfter.Label, Say(view?.ClearAfter)),
            (ThresholdTexts.Cooldown.Label, Say(view?.Cooldown)),
            (ThresholdTexts.UpdateEvery.Label, Say(view?.UpdateEvery)),
            (ThresholdTexts.Lateness.Label, Say(view?.Lateness)),
        ];
    }

    private static string Say(bool? value) => value switch { true => Spoken.Of("yes"), false => Spoken.Of("no"), null => "" };

    private static string Say(double? value) => value is { } number ? Shown.Forms.FormReader.Text(number) : "";

    private static string Say(Duration? value) => value is { } length ? Spoken.Length(length) : "";

    private static string List(IEnumerable<string>? items) => Spoken.List(items ?? []);

    private static string Words<T>(IReadOnlyList<Shown.Forms.Choice<T>> choices, T value) =>
        choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Words;
}
