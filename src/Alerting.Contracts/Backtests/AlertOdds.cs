namespace Alerting.Backtests;

/// <summary>
/// How many alerts are raised in a week of a period. Weeks are seven days long and are counted back from its end; a rest at its
/// beginning is left out.
/// </summary>
/// <param name="Median">Of all regions together; the mean of the two in the middle where the number of weeks is even.</param>
/// <param name="P90">The least number that at most one week in ten exceeds, of all regions together.</param>
/// <param name="Regions">Regions in which an alert was raised in such a week, by code.</param>
public sealed record AlertsPerWeek(double Median, double P90, IReadOnlyList<RegionAlertsPerWeek> Regions);

/// <summary>How many alerts are raised in a week in one region.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="Median">As in <see cref="AlertsPerWeek"/>.</param>
/// <param name="P90">As in <see cref="AlertsPerWeek"/>.</param>
public sealed record RegionAlertsPerWeek(string Region, double Median, double P90);

/// <summary>On how many days of a period an alert was open in a region.</summary>
/// <param name="Region">Code of the region.</param>
/// <param name="Days">Days of 24 h, counted from the beginning of the period.</param>
/// <param name="Share">The same as a share of all days of the period, 0..1.</param>
public sealed record OpenDays(string Region, int Days, double Share);

/// <summary>
/// How often a threshold fires when nothing but chance brings incidents together: the incidents of the period, each with its town
/// and time of day, are shuffled over its days within their region.
/// </summary>
/// <param name="PerYear">Alerts raised in 365 days, on average; null without a permutation.</param>
/// <param name="Low">Nine permutations in ten lie between this and <paramref name="High"/>; null without a permutation.</param>
/// <param name="High">The upper end; null without a permutation.</param>
/// <param name="Permutations">
/// How many were run: 200, or fewer where the cost would be too high; none of a period below a day, or of too many reports.
/// </param>
/// <param name="Seed">Of the permutations; follows from the incidents alone.</param>
public sealed record AlertsByChance(double? PerYear, double? Low, double? High, int Permutations, long Seed);

/// <summary>How many alerts a threshold brings in a period.</summary>
/// <param name="Threshold">Its id.</param>
/// <param name="PerWeek">Alerts raised in a week; null when the period is shorter than one.</param>
/// <param name="Share">Days on which an alert was open, by region.</param>
/// <param name="Reraised">Alerts raised within a day of the end of the one before in the same region.</param>
/// <param name="ByChance">How often it fires by chance alone.</param>
public sealed record ThresholdOdds(
    string Threshold, AlertsPerWeek? PerWeek, IReadOnlyList<OpenDays> Share, int Reraised, AlertsByChance ByChance);
