using Alerting.Console.Shown.Forms;
using Alerting.Thresholds;

namespace Alerting.Console.Thresholds;

/// <summary>What is said of the fields of a threshold, and of what may be chosen.</summary>
internal static class ThresholdTexts
{
    public static readonly FieldText Id = new(
        "$.id", Spoken.Of("Id"),
        Spoken.Of("Names it in addresses and in alerts, for good: a-z, 0-9 and -, at most 64."));

    public static readonly FieldText Name = new(
        "$.name", Spoken.Of("Name"),
        Spoken.Of("What alerts are called by; the id when empty."));

    public static readonly FieldText Enabled = new(
        "$.enabled", Spoken.Of("In force"),
        Spoken.Of("Regions judge by it; when it is disabled its open alerts end, and its versions are kept."));

    public static readonly FieldText Severity = new(
        "$.severity", Spoken.Of("Severity"),
        Spoken.Of("Of its alerts; warning, severe and critical also hold the level of the region up while one is open."));

    public static readonly FieldText Regions = new(
        "$.scope.regions", Spoken.Of("Regions"),
        Spoken.Of("Codes such as IQ or IQ-AN, each with all regions below it; * for all."));

    public static readonly FieldText Depth = new(
        "$.scope.depth", Spoken.Of("Looked at"),
        Spoken.Of("Each region over its own incidents, or the regions named above each over everything below them."));

    public static readonly FieldText Measure = new(
        "$.measure", Spoken.Of("Measure"),
        Spoken.Of("What is counted; the fields below are those that apply to it."));

    public static readonly FieldText AtLeast = new(
        "$.atLeast", Spoken.Of("At least"),
        Spoken.Of("An alert is raised from this measure on."));

    public static readonly FieldText Count = new(
        "$.count", Spoken.Of("Counted"),
        Spoken.Of("What may have been told twice counts as stated, or once only: as much as is certain."));

    public static readonly FieldText RarerThan = new(
        "$.rarerThan", Spoken.Of("Rarer than"),
        Spoken.Of("Raise only if at most this share of the region's past days reached the value, "
        + "0.05 for one day in twenty; any when empty."));

    public static readonly FieldText Floor = new(
        "$.floor", Spoken.Of("Expected at least"),
        Spoken.Of("There is no surge where fewer incidents than this are expected in 7 days; 1 when empty."));

    public static readonly FieldText MaxProbability = new(
        "$.maxProbability", Spoken.Of("Chance at most"),
        Spoken.Of("There is no surge where so many incidents come by chance with a probability above this, such as 0.01; any when empty."));

    public static readonly FieldText MinIncidents = new(
        "$.minIncidents", Spoken.Of("Incidents at least"),
        Spoken.Of("There is no surge with fewer incidents than this in the window; any number when empty."));

    public static readonly FieldText MinReports = new(
        "$.minReports", Spoken.Of("Reports before"),
        Spoken.Of("A source counts only if it sent at least so many reports in the baseline, 1 to 100."));

    public static readonly FieldText SameActor = new(
        "$.sameActor", Spoken.Of("By one actor"),
        Spoken.Of("One actor must be named by all steps."));

    public static readonly FieldText SameTown = new(
        "$.sameTown", Spoken.Of("In one town"),
        Spoken.Of("All steps must be in one town."));

    public static readonly FieldText ClearBelow = new(
        "$.clearBelow", Spoken.Of("Clear below"),
        Spoken.Of("An alert ends when the measure stayed below this; at most what raises it, and the same when empty."));

    public static readonly FieldText ClearAfter = new(
        "$.clearAfter", Spoken.Of("Clear after"),
        Spoken.Of("For so long it must have stayed below; 15 min when empty."));

    public static readonly FieldText Cooldown = new(
        "$.cooldown", Spoken.Of("Cooldown"),
        Spoken.Of("For so long after an end no other is raised, unless it is greater than the one before; none when empty."));

    public static readonly FieldText UpdateEvery = new(
        "$.updateEvery", Spoken.Of("Update every"),
        Spoken.Of("The shortest time between two revisions of an alert, unless the value rises by half; 1 s when empty."));

    public static readonly FieldText Lateness = new(
        "$.lateness", Spoken.Of("Lateness"),
        Spoken.Of("A report of something this long ago, or longer, does not raise an alert by itself; 3 days when empty."));

    public static readonly FieldText Reason = new(
        "$.reason", Spoken.Of("Why it is changed"),
        Spoken.Of("Kept with the version, for whoever asks later."));

    public static readonly FieldText Kinds = new(
        "$.kinds", Spoken.Of("Kinds"),
        Spoken.Of("Incidents of these kinds count, beside those of the families; with neither, all do."));

    public static readonly FieldText Families = new(
        "$.families", Spoken.Of("Families"),
        Spoken.Of("Incidents of all kinds of these families count."));

    public static readonly FieldText Towns = new(
        "$.towns", Spoken.Of("Towns"),
        Spoken.Of("Only incidents in these towns count, in any spelling of them."));

    public static readonly FieldText Actors = new(
        "$.actors", Spoken.Of("Actors"),
        Spoken.Of("Only incidents that name one of these actors count."));

    public static readonly FieldText MinGradeFactor = new(
        "$.minGradeFactor", Spoken.Of("Grade at least"),
        Spoken.Of("Incidents whose sources and contents are graded below this factor, 0 to 1, do not count; all when empty."));

    /// <summary>Those whose names in bodies are no words of English.</summary>
    private static readonly FieldText[] s_named =
    [
        Regions, Depth, AtLeast, RarerThan, MaxProbability, MinIncidents, MinReports, SameActor, SameTown, ClearBelow, ClearAfter,
        UpdateEvery,
    ];

    public static IReadOnlyList<Choice<Measure>> Measures { get; } =
    [
        new(Alerting.Thresholds.Measure.Incidents, Spoken.Of("incidents: how many there are")),
        new(Alerting.Thresholds.Measure.Towns, Spoken.Of("towns: in how many of them")),
        new(Alerting.Thresholds.Measure.Regions, Spoken.Of("regions: in how many regions below")),
        new(Alerting.Thresholds.Measure.Killed, Spoken.Of("killed: how many persons")),
        new(Alerting.Thresholds.Measure.Wounded, Spoken.Of("wounded: how many persons")),
        new(Alerting.Thresholds.Measure.Casualties, Spoken.Of("casualties: killed and wounded together")),
        new(Alerting.Thresholds.Measure.Weight, Spoken.Of("weight: of all incidents together")),
        new(Alerting.Thresholds.Measure.Surge, Spoken.Of("surge: how many times as many as usual")),
        new(Alerting.Thresholds.Measure.Level, Spoken.Of("level: of the region, by its own incidents")),
        new(Alerting.Thresholds.Measure.Sequence, Spoken.Of("sequence: one thing after the other")),
        new(Alerting.Thresholds.Measure.Quiet, Spoken.Of("quiet: sources that used to report and do not")),
    ];

    public static IReadOnlyList<Choice<Severity>> Severities { get; } =
        [.. Enum.GetValues<Severity>().Select(static severity => new Choice<Severity>(severity, Spoken.Name(severity)))];

    public static IReadOnlyList<Choice<Depth>> Depths { get; } =
    [
        new(Alerting.Thresholds.Depth.Leaf, Spoken.Of("each region by itself")),
        new(Alerting.Thresholds.Depth.Root, Spoken.Of("the named regions with all below as one")),
    ];

    public static IReadOnlyList<Choice<Counting>> Counts { get; } =
        [new(Counting.Stated, Spoken.Of("as stated")), new(Counting.Certain, Spoken.Of("as much as is certain"))];

    /// <summary>What the server says of a field, by the name that it has here: "clearBelow must be" is "'Clear below' must be".</summary>
    public static string InWords(string detail) => s_named.Aggregate(
        detail, static (text, field) => text.Replace(field.Path[2..], $"'{field.Label}'", StringComparison.Ordinal));

    /// <summary>What the length of time is, by what is measured.</summary>
    public static FieldText Window(Measure measure) => measure == Alerting.Thresholds.Measure.Quiet
        ? new(
        "$.window", Spoken.Of("Silent for"),
        Spoken.Of("A source counts when it has said nothing for so long, such as PT24H or 24 h."))
        : new(
        "$.window", Spoken.Of("Within"),
        Spoken.Of("The length of time that is looked at, such as PT2H or 2 h, P28D or 28 days; at most 366 days."));

    /// <summary>How far back is looked, by what is measured.</summary>
    public static FieldText Baseline(Measure measure) => measure switch
    {
        Alerting.Thresholds.Measure.Surge =>
            new(
        "$.baseline", Spoken.Of("Baseline"),
        Spoken.Of("The time before the window that tells what is usual, 7 to 366 days; 28 days when empty.")),
        Alerting.Thresholds.Measure.Quiet =>
            new(
        "$.baseline", Spoken.Of("Baseline"),
        Spoken.Of("The time before the silence in which a source must have reported; 28 days when empty.")),
        _ => new(
        "$.baseline", Spoken.Of("Looks back"),
        Spoken.Of("So many past days tell how rare a value is, 28 to 366; 365 days when empty.")),
    };
}
